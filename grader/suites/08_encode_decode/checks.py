"""08: texts and bytes."""

from grader.course.exercise import check, exercise
from grader.harness import expectations
from grader.harness.lab import LOOPBACK, Lab
from grader.result.scorecard import Finding
from grader.texts.language import N_, _
from grader.texts.wording import outcome, quote

EXERCISE = exercise(points=8, file="codec.py", steps=("encode_text", "decode_bytes"))
DEFAULT = "default"
Messages = list[tuple[str, str]]  # encoding, text


def sends(lab: Lab, messages: Messages, counted: bool = False) -> None:
    """Each text reaches the client as the bytes of its encoding; `counted`: its length is announced before it."""
    port = lab.port()
    run = lab.start("send", port, *(word for message in messages for word in message))
    client = lab.connect(run, LOOPBACK, port)
    for encoding, text in messages:
        codec = codec_of(encoding)
        wanted = text.encode(codec)
        lab.trying = tried("encode_text", encoding, text)
        expected = _('"{text}" in {encoding}: {data}').format(text=text, encoding=codec, data=wanted.hex(" "))
        size = int(client.line(expected))
        lab.trying["announced"] = str(size)
        if counted and size != len(wanted):
            expected = _('"{text}" in {encoding} is announced with {size} bytes').format(
                text=text, encoding=codec, size=len(wanted)
            )
            seen = _("{size} are announced").format(size=size)
            lab.give_up(Finding(kind="other_length", expected=expected, observed=seen))
        got = client.take(size, expected)
        lab.trying["got"] = got.hex()
        lab.require(
            expectations.other_bytes(lab.record, run.who, "client", wanted, got, client.ending(), codec, expected)
        )
        client.send(b"next")


def reads(lab: Lab, messages: Messages) -> None:
    """Each text that the client sends in an encoding is read as that text."""
    port = lab.port()
    run = lab.start("read", port, *(encoding for encoding, _text in messages))
    client = lab.connect(run, LOOPBACK, port)
    for encoding, text in messages:
        codec = codec_of(encoding)
        lab.trying = tried("decode_bytes", encoding, text)
        client.send(text.encode(codec))
        expected = _('the bytes of {encoding} are read as "{text}"').format(encoding=codec, text=text)
        got = client.take(int(client.line(expected)), expected)
        lab.trying["told"] = got.decode("utf-8", "replace")
        if got != text.encode():
            lab.give_up(Finding(kind="other_text", expected=expected, observed=quote(got)))


def tried(step: str, encoding: str, text: str) -> dict[str, str]:
    """What is tried, for the advice; `named` says whether the encoding was given to the step."""
    return {"step": step, "encoding": codec_of(encoding), "named": str(encoding != DEFAULT), "text": text}


def in_default(*texts: str) -> Messages:
    """Texts for which no encoding is named."""
    return [(DEFAULT, text) for text in texts]


def codec_of(encoding: str) -> str:
    """The encoding that is meant."""
    return "gbk" if encoding == DEFAULT else encoding


@check(points=2, promise=N_("a Chinese text reaches the client in GBK"))
def test_sends_gbk(lab: Lab) -> None:
    sends(lab, in_default("你好", lab.chance.text(), lab.chance.text(), "中文课"))


@check(points=1, promise=N_("the client's GBK text is read"))
def test_reads_gbk(lab: Lab) -> None:
    reads(lab, in_default(lab.chance.text(), "中文课", lab.chance.text(), "ok"))


@check(points=1, promise=N_("another encoding can be named, both ways"))
def test_other_encoding(lab: Lab) -> None:
    messages = [("utf-8", lab.chance.text()), ("big5", "你好，今天網路很慢")]
    sends(lab, messages)
    reads(lab, messages)


@check(
    points=1,
    promise=N_("the length announced is the number of bytes, not of characters"),
)
def test_length(lab: Lab) -> None:
    sends(lab, in_default(lab.chance.text(), "abc", lab.chance.text(9)), counted=True)


@check(
    points=1,
    promise=N_("bytes that are no text in GBK end in UnicodeDecodeError, not in a wrong text"),
    after="reads_gbk",
)
def test_not_text(lab: Lab) -> None:
    port = lab.port()
    run = lab.start("refuse", port)
    client = lab.connect(run, LOOPBACK, port)
    text = lab.chance.text().encode("gbk")
    for data in (b"\xff\xff", text + b"\xff", text + "好".encode("gbk")[:1], b"\xc4", b"ok \xff ok", "中文课".encode()):
        lab.trying = {"step": "decode_bytes", "encoding": "gbk", "data": data.hex()}
        client.send(data)
        expected = _("decode_bytes({data!r}) raises UnicodeDecodeError").format(data=data)
        told = client.line(expected)
        lab.trying["told"] = told
        if told != "UnicodeDecodeError":
            lab.give_up(Finding(kind="wrong_text", expected=expected, observed=outcome(told)))
