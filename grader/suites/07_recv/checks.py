"""07: receive, and notice the end of the stream."""

import re

from grader.course.exercise import Facts, check
from grader.harness.expectations import Ending
from grader.harness.lab import LOOPBACK, Lab, PeerConversation
from grader.result.finding import DataTried, Finding, FindingKind, SizeTried
from grader.texts.language import N_
from grader.texts.message import M_
from grader.texts.wording import quote, shorten

EXERCISE = Facts(points=8, file="receive.py", steps=("receive", "has_left"))


def next_piece(lab: Lab, client: PeerConversation) -> tuple[bytes, str]:
    """Read what one call of receive returned, and what has_left returned for it (`0`, `1`, or `-`: not called)."""
    expected = M_("what one call of receive() returned, as the host shows it")
    line = client.line(expected)
    piece = re.fullmatch(r"(\d{1,7}) ([-01])", line)
    if piece is None:
        seen = M_("other bytes: {line}. Does receive() send something itself?", line=shorten(line, 60))
        lab.give_up(Finding(kind=FindingKind.SENT_TOO, expected=expected, observed=seen))
    return client.take(int(piece[1]), expected), piece[2]


def pieces_of(lab: Lab, data: bytes, bufsize: int) -> list[bytes]:
    """Send the data at once, and return the pieces in which the program received it. They must be the data."""
    port = lab.port()
    lab.trying(SizeTried(bufsize))
    run = lab.start("pieces", port, bufsize, len(data))
    client = lab.connect(run, LOOPBACK, port)
    client.send(data)
    got: list[bytes] = []
    while sum(map(len, got)) < len(data):
        piece, _over = next_piece(lab, client)
        got.append(piece)
        if not piece:
            break
    client.expect_same_bytes(data, b"".join(got), "gbk", ending=Ending.OPEN)  # the host may close at any moment
    return got


def never_more_than(lab: Lab, bufsize: int, data: bytes) -> None:
    """No piece is larger than bufsize, and together they are the data."""
    for piece in pieces_of(lab, data, bufsize):
        if len(piece) > bufsize:
            expected = M_("at most {bufsize} bytes at a time", bufsize=bufsize)
            seen = M_("{size} bytes at once", size=len(piece))
            lab.give_up(Finding(kind=FindingKind.TOO_MANY_BYTES, expected=expected, observed=seen))


@check(points=1, promise=N_("what the client sent arrives unchanged"))
def test_unchanged(lab: Lab) -> None:
    pieces_of(lab, lab.random_data.text().encode("gbk"), 1024)
    lab.withhold_unless_called("recv")


@check(points=1, promise=N_("never more than bufsize bytes at a time"), after="unchanged")
def test_bufsize(lab: Lab) -> None:
    bufsize = lab.rng.randint(16, 40)
    words = b"".join(lab.random_data.word() for _number in range(14))
    never_more_than(lab, bufsize, b"x" + words[: bufsize * 3 + 5] + b"x")


@check(points=1, promise=N_("it waits for a client that takes its time"), after="unchanged")
def test_waits(lab: Lab) -> None:
    port, data = lab.port(), lab.random_data.text().encode("gbk")
    run = lab.start("waits", port, 1024, len(data))
    client = lab.connect(run, LOOPBACK, port)
    run.until_waiting()
    if client.got():
        expected = M_("nothing until the client speaks")
        lab.give_up(Finding(kind=FindingKind.NOT_WAITED, expected=expected, observed=M_("receive did not wait")))
    client.send(data)
    piece, _over = next_piece(lab, client)
    client.expect_same_bytes(data, piece, "gbk")


@check(points=2, promise=N_("when the client closes, the length is 0 and has_left says so"))
def test_end(lab: Lab) -> None:
    port, data = lab.port(), lab.random_data.text().encode("gbk")
    run = lab.start("end", port, 1024)
    client = lab.connect(run, LOOPBACK, port)
    client.send(data)
    expected = M_("has_left is false for {data}", data=quote(data, "gbk"))
    piece, over = next_piece(lab, client)
    client.expect_same_bytes(data, piece, "gbk")
    if over != "0":
        lab.give_up(Finding(kind=FindingKind.LEFT_TOO_EARLY, expected=expected, observed=M_("has_left is true")))
    run.until_waiting()
    client.finish()
    piece, over = next_piece(lab, client)
    if piece or over != "1":
        seen = M_("{size} bytes, has_left is {over}", size=len(piece), over=str(over == "1"))
        expected = M_("after the end of the stream: 0 bytes, has_left is true")
        lab.give_up(Finding(kind=FindingKind.END_NOT_SEEN, expected=expected, observed=seen))


@check(points=1, promise=N_("has_left is false for any data"), after="end")
def test_not_left(lab: Lab) -> None:
    channel = lab.side_channel()
    samples = [bytes([value]) for value in range(256)]
    samples += [b"\0\0\0", b"\r\n", b"b''", b"None", b"left", b"exit", b"bye", b"quit", b"##", b"end", b"EOF", b"  "]
    samples += [lab.random_data.word()]
    run = lab.start("left", channel.port, *(sample.hex() for sample in [*samples, b""]))
    for sample in samples:
        lab.trying(DataTried(sample))
        expected = M_("has_left({sample}) is false", sample=repr(sample))
        if channel.line(run, expected) != "0":
            lab.give_up(Finding(kind=FindingKind.LEFT_FOR_DATA, expected=expected, observed=M_("it is true")))
    lab.trying(DataTried(b""))
    expected = M_("has_left(b'') is true")
    if channel.line(run, expected) != "1":
        lab.give_up(Finding(kind=FindingKind.END_NOT_SEEN, expected=expected, observed=M_("it is false")))
