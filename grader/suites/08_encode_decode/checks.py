"""08: texts and bytes."""

from grader.course.exercise import Facts, check
from grader.harness.lab import LOOPBACK, Lab
from grader.result.finding import BytesTried, Finding, FindingKind, LengthDiffers, StepAnswered, TextTried
from grader.texts.language import N_
from grader.texts.message import M_, verbatim
from grader.texts.wording import outcome, quote

EXERCISE = Facts(points=8, file="codec.py", steps=("encode_text", "decode_bytes"))
DEFAULT = "default"
Messages = list[tuple[str, str]]  # encoding, text


def sends_texts(lab: Lab, messages: Messages, counted: bool = False) -> None:
    """Each text reaches the client as the bytes of its encoding; with `counted`, the announced size is right too."""
    port = lab.port()
    run = lab.start("send", port, *(word for message in messages for word in message))
    client = lab.connect(run, LOOPBACK, port)
    for encoding, text in messages:
        codec = codec_of(encoding)
        wanted = text.encode(codec)
        lab.trying(text_tried("encode_text", encoding, text))
        expected = M_('"{text}" in {encoding}: {data}', text=text, encoding=codec, data=wanted.hex(" "))
        size = int(client.line(expected))
        if counted and size != len(wanted):
            expected = M_(
                '"{text}" in {encoding} is announced with {size} bytes', text=text, encoding=codec, size=len(wanted)
            )
            seen, about = M_("{size} are announced", size=size), LengthDiffers(size)
            lab.give_up(Finding(kind=FindingKind.OTHER_LENGTH, expected=expected, observed=seen, about=about))
        got = client.take(size, expected)
        client.expect_same_bytes(wanted, got, codec, expected)
        client.send(b"next")


def reads_texts(lab: Lab, messages: Messages) -> None:
    """The program decodes each text that the client sends in an encoding."""
    port = lab.port()
    run = lab.start("read", port, *(encoding for encoding, _text in messages))
    client = lab.connect(run, LOOPBACK, port)
    for encoding, text in messages:
        codec = codec_of(encoding)
        lab.trying(text_tried("decode_bytes", encoding, text))
        client.send(text.encode(codec))
        expected = M_('the bytes of {encoding} are read as "{text}"', encoding=codec, text=text)
        got = client.take(int(client.line(expected)), expected)
        if got != text.encode():
            about = StepAnswered(text, got.decode("utf-8", "replace"))
            seen = verbatim(quote(got))
            lab.give_up(Finding(kind=FindingKind.OTHER_TEXT, expected=expected, observed=seen, about=about))


def text_tried(step: str, encoding: str, text: str) -> TextTried:
    """The input of the step, for the advice."""
    return TextTried(step, text, codec_of(encoding), named=encoding != DEFAULT)


def in_default(*texts: str) -> Messages:
    """Texts for which the step gets no encoding."""
    return [(DEFAULT, text) for text in texts]


def codec_of(encoding: str) -> str:
    """The name of the codec; GBK for the default."""
    return "gbk" if encoding == DEFAULT else encoding


@check(points=2, promise=N_("a Chinese text reaches the client in GBK"))
def test_sends_gbk(lab: Lab) -> None:
    sends_texts(lab, in_default("你好", lab.random_data.text(), lab.random_data.text(), "中文课"))


@check(points=1, promise=N_("the client's GBK text is read"))
def test_reads_gbk(lab: Lab) -> None:
    reads_texts(lab, in_default(lab.random_data.text(), "中文课", lab.random_data.text(), "ok"))


@check(points=1, promise=N_("another encoding can be named, both ways"))
def test_other_encoding(lab: Lab) -> None:
    messages = [("utf-8", lab.random_data.text()), ("big5", "你好，今天網路很慢")]
    sends_texts(lab, messages)
    reads_texts(lab, messages)


@check(points=1, promise=N_("the length announced is the number of bytes, not of characters"))
def test_length(lab: Lab) -> None:
    sends_texts(lab, in_default(lab.random_data.text(), "abc", lab.random_data.text(9)), counted=True)


@check(
    points=1,
    promise=N_("bytes that are no text in GBK end in UnicodeDecodeError, not in a wrong text"),
    after="reads_gbk",
)
def test_not_text(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("refuse", port)
    client = lab.connect(run, LOOPBACK, port)
    text = lab.random_data.text().encode("gbk")
    for data in (b"\xff\xff", text + b"\xff", text + "好".encode("gbk")[:1], b"\xc4", b"ok \xff ok", "中文课".encode()):
        lab.trying(BytesTried("decode_bytes", data, "gbk"))
        client.send(data)
        expected = M_("decode_bytes({data}) raises UnicodeDecodeError", data=repr(data))
        answer = client.line(expected)
        if answer != "UnicodeDecodeError":
            about = StepAnswered(repr(data), answer)
            lab.give_up(Finding(kind=FindingKind.WRONG_TEXT, expected=expected, observed=outcome(answer), about=about))
