"""08: texts and bytes."""

from grader import expect
from grader.course import check, exercise
from grader.lab import LOOPBACK, Lab
from grader.language import N_, _
from grader.verdict import Finding
from grader.wording import quote

EXERCISE = exercise(points=8, file="codec.py", steps=("encode_text", "decode_bytes"))
DEFAULT = "default"


def sends(lab: Lab, encoding: str, texts: list[str], counted: bool = True) -> None:
    """Each text reaches the client as the bytes of its encoding; its length is announced before it."""
    port = lab.port()
    codec = "gbk" if encoding == DEFAULT else encoding
    run = lab.start("send", port, encoding, *texts)
    client = lab.connect(run, LOOPBACK, port)
    for text in texts:
        wanted = text.encode(codec)
        expected = _('"{text}" in {encoding}: {data}').format(text=text, encoding=codec, data=wanted.hex(" "))
        size = int(client.line(expected))
        if counted and size != len(wanted):
            expected = _('"{text}" in {encoding} is announced with {size} bytes').format(
                text=text, encoding=codec, size=len(wanted)
            )
            seen = _("{size} are announced").format(size=size)
            lab.give_up(Finding(kind="other_length", expected=expected, observed=seen))
        got = client.take(size, expected)
        lab.require(expect.other_bytes(lab.record, run.who, "client", wanted, got, client.ending(), codec, expected))
        client.send(b"next")


def reads(lab: Lab, encoding: str, texts: list[str]) -> None:
    """Each text that the client sends in an encoding is read as that text."""
    port = lab.port()
    codec = "gbk" if encoding == DEFAULT else encoding
    run = lab.start("read", port, encoding)
    client = lab.connect(run, LOOPBACK, port)
    for text in texts:
        client.send(text.encode(codec))
        expected = _('the bytes of {encoding} are read as "{text}"').format(encoding=codec, text=text)
        got = client.take(int(client.line(expected)), expected)
        if got != text.encode():
            lab.give_up(Finding(kind="other_text", expected=expected, observed=quote(got)))


@check(points=2, promise=N_("a Chinese text reaches the client in GBK"))
def test_sends_gbk(lab: Lab) -> None:
    sends(lab, DEFAULT, ["你好", lab.chance.text(), lab.chance.text(), "中文课"], counted=False)


@check(points=1, promise=N_("the client's GBK text is read"))
def test_reads_gbk(lab: Lab) -> None:
    reads(lab, DEFAULT, [lab.chance.text(), "中文课", lab.chance.text(), "ok"])


@check(points=1, promise=N_("another encoding can be named, both ways"))
def test_other_encoding(lab: Lab) -> None:
    for encoding, text in (("utf-8", lab.chance.text()), ("big5", "你好，今天網路很慢")):
        sends(lab, encoding, [text], counted=False)
        reads(lab, encoding, [text])


@check(
    points=1,
    promise=N_("the length announced is the number of bytes, not of characters"),
)
def test_length(lab: Lab) -> None:
    sends(lab, DEFAULT, [lab.chance.text(), "abc", lab.chance.text()])


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
        client.send(data)
        expected = _("decode_bytes({data!r}) raises UnicodeDecodeError").format(data=data)
        told = client.line(expected)
        if told != "UnicodeDecodeError":
            lab.give_up(Finding(kind="wrong_text", expected=expected, observed=told))
