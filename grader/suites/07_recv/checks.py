"""07: receive, and know the end."""

import re

from grader.course.exercise import check, exercise
from grader.harness import expectations
from grader.harness.lab import LOOPBACK, Lab, Talk
from grader.result.scorecard import Finding
from grader.texts.language import N_, _
from grader.texts.wording import quote, shorten

EXERCISE = exercise(points=8, file="receive.py", steps=("receive", "has_left"))


def next_piece(client: Talk) -> tuple[bytes, str]:
    """What one call of receive gave, and what has_left said of it."""
    expected = _("what one call of receive() returned, as the host shows it")
    line = client.line(expected)
    told = re.fullmatch(r"(\d{1,7}) ([-01])", line)
    if told is None:
        seen = _("other bytes: {line}. Does receive() send something itself?").format(line=shorten(line, 60))
        client.stage.give_up(Finding(kind="sent_too", expected=expected, observed=seen))
    return client.take(int(told[1]), expected), told[2]


def pieces_of(lab: Lab, data: bytes, bufsize: int) -> list[bytes]:
    """Send data in one go; the pieces in which the program received it."""
    port = lab.port()
    lab.trying = {"bufsize": str(bufsize)}
    run = lab.start("pieces", port, bufsize, len(data))
    client = lab.connect(run, LOOPBACK, port)
    client.send(data)
    got: list[bytes] = []
    while sum(map(len, got)) < len(data):
        piece, _over = next_piece(client)
        got.append(piece)
        if not piece:
            break
    finding = expectations.other_bytes(
        lab.record, run.who, client.connection.who, data, b"".join(got), "open", "gbk", ""
    )
    lab.require(finding)
    return got


def never_more_than(lab: Lab, bufsize: int, data: bytes) -> None:
    """No piece is larger than bufsize, and together they are the data."""
    for piece in pieces_of(lab, data, bufsize):
        if len(piece) > bufsize:
            expected = _("at most {bufsize} bytes at a time").format(bufsize=bufsize)
            seen = _("{size} bytes at once").format(size=len(piece))
            lab.give_up(Finding(kind="too_many_bytes", expected=expected, observed=seen))


@check(points=1, promise=N_("what the client sent arrives unchanged"))
def test_unchanged(lab: Lab) -> None:
    pieces_of(lab, lab.chance.text().encode("gbk"), 1024)
    lab.withhold_unless_called("recv")


@check(points=1, promise=N_("never more than bufsize bytes at a time"), after="unchanged")
def test_bufsize(lab: Lab) -> None:
    bufsize = lab.rng.randint(16, 40)
    never_more_than(lab, bufsize, b"x" + b"".join(lab.chance.word() for _number in range(14))[: bufsize * 3 + 5] + b"x")


@check(points=1, promise=N_("it waits for a client that takes its time"), after="unchanged")
def test_waits(lab: Lab) -> None:
    port, data = lab.port(), lab.chance.text().encode("gbk")
    run = lab.start("waits", port, 1024, len(data))
    client = lab.connect(run, LOOPBACK, port)
    run.until_waiting()
    if client.got():
        expected = _("nothing until the client speaks")
        lab.give_up(Finding(kind="not_waited", expected=expected, observed=_("receive did not wait")))
    client.send(data)
    piece, _over = next_piece(client)
    lab.require(expectations.other_bytes(lab.record, run.who, "client", data, piece, client.ending(), "gbk", ""))


@check(points=2, promise=N_("when the client closes, the length is 0 and has_left says so"))
def test_end(lab: Lab) -> None:
    port, data = lab.port(), lab.chance.text().encode("gbk")
    run = lab.start("end", port, 1024)
    client = lab.connect(run, LOOPBACK, port)
    client.send(data)
    expected = _("has_left is false for {data}").format(data=quote(data, "gbk"))
    piece, over = next_piece(client)
    lab.require(expectations.other_bytes(lab.record, run.who, "client", data, piece, client.ending(), "gbk", ""))
    if over != "0":
        lab.give_up(Finding(kind="left_too_early", expected=expected, observed=_("has_left is true")))
    client.finish()
    piece, over = next_piece(client)
    if piece or over != "1":
        seen = _("{size} bytes, has_left is {over}").format(size=len(piece), over=over == "1")
        expected = _("after the end of the stream: 0 bytes, has_left is true")
        lab.give_up(Finding(kind="end_not_seen", expected=expected, observed=seen))


@check(points=1, promise=N_("has_left is false for any data"), after="end")
def test_not_left(lab: Lab) -> None:
    desk = lab.desk()
    samples = [bytes([value]) for value in range(256)]
    samples += [b"\0\0\0", b"\r\n", b"b''", b"None", b"left", b"exit", b"bye", b"quit", b"##", b"end", b"EOF", b"  "]
    samples += [lab.chance.word()]
    run = lab.start("left", desk.port, *(sample.hex() for sample in [*samples, b""]))
    for sample in samples:
        lab.trying = {"asked": repr(sample)}
        expected = _("has_left({sample!r}) is false").format(sample=sample)
        if desk.line(run, expected) != "0":
            lab.give_up(Finding(kind="left_for_data", expected=expected, observed=_("it is true")))
    lab.trying = {"asked": repr(b"")}
    expected = _("has_left(b'') is true")
    if desk.line(run, expected) != "1":
        lab.give_up(Finding(kind="end_not_seen", expected=expected, observed=_("it is false")))
