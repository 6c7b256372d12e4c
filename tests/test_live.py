"""A conversation line by line: every event becomes one line, with any bytes."""

import pytest

from grader.model.events import (
    Closed,
    Connected,
    Event,
    Finished,
    Flooded,
    Received,
    Refused,
    Reset,
    Sent,
    Stuck,
)
from grader.report.terminal.live_conversation import Arrows, Lines, line

ARROWS = Arrows()
GBK = "你好".encode("gbk")


def received(data: bytes, at: float = 0.0) -> Received:
    return Received(at=at, who="client", size=len(data), data=data)


EVENTS: dict[str, tuple[Event, str]] = {
    "connected": (
        Connected(at=0.0004, who="client", local="127.0.0.1:5", remote="127.0.0.1:8989"),
        "   0.000 s  ─── connected: the reference client at 127.0.0.1:5, your program at 127.0.0.1:8989",
    ),
    "a server's": (
        Connected(at=1.5, who="server", local="127.0.0.1:8081", remote="127.0.0.1:7"),
        "   1.500 s  ─── connected: the reference server at 127.0.0.1:8081, your program at 127.0.0.1:7",
    ),
    "sent": (Sent(at=0, who="client", size=2, data=b"ok"), '   0.000 s  ──▶ 2 bytes: "ok"'),
    "received": (received(b"you found me\n"), '   0.000 s  ◀── 13 bytes: "you found me\\n"'),
    "in GBK": (received(GBK), '   0.000 s  ◀── 4 bytes: "你好"  [c4 e3 ba c3]'),
    "in UTF-8": (received("€".encode()), '   0.000 s  ◀── 3 bytes: "€"  [e2 82 ac]'),
    "no text": (received(b"\xff\xff"), "   0.000 s  ◀── 2 bytes: b'\\xff\\xff'  [ff ff]"),
    "controls": (received(b"\x1b[31m\r\n\0"), '   0.000 s  ◀── 8 bytes: "\\x1b[31m\\r\\n\\x00"'),
    "the end": (
        Finished(at=0, who="client"),
        "   0.000 s  ◀── the end of the stream: your program has closed its side",
    ),
    "closed": (Closed(at=0, who="client", how="close"), "   0.000 s  ──▶ closed"),
    "half closed": (
        Closed(at=0, who="client", how="finish"),
        "   0.000 s  ──▶ the end of the stream; this side still reads",
    ),
}


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_becomes_a_line(name: str) -> None:
    event, wanted = EVENTS[name]
    assert line(event, ARROWS, "gbk") == wanted


def test_the_lines_of_end_reset_and_flood_differ() -> None:
    reset = line(Reset(at=0, who="client"), ARROWS)
    assert reset is not None
    assert "a reset" in reset
    assert "the end of the stream" not in reset
    flood = line(Flooded(at=0, who="client", what="sent", size=99), ARROWS)
    assert flood is not None
    assert "99 bytes" in flood


def test_events_outside_the_conversation_have_no_line() -> None:
    assert line(Stuck(at=0, who="program", call="recv", file="", line=0), ARROWS) is None
    assert line(Refused(at=0, who="client", remote=""), ARROWS) is None


def test_long_data_is_cut_and_stays_one_line() -> None:
    text = line(received(b"x" * 5000), ARROWS)
    assert text is not None
    assert len(text) < 120
    assert "5000 bytes" in text
    many = line(received(GBK * 100), ARROWS, "gbk")
    assert many is not None
    assert many.endswith(" ...]")
    assert "\n" not in many


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp437", "utf-8", "nonsense"])
def test_arrows_consist_of_letters_of_the_output_encoding(encoding: str) -> None:
    arrows = Arrows.for_encoding(encoding)
    if encoding == "utf-8":
        assert arrows == ARROWS
    else:
        assert (arrows.out + arrows.into + arrows.both).isascii()
    assert len({arrows.out, arrows.into, arrows.both}) == 3


def test_a_long_run_of_portions_becomes_one_line() -> None:
    lines = Lines(ARROWS, "utf-8")
    shown = [each for number in range(305) for each in lines.feed(received(b"ab", number / 1000))]
    assert len(shown) == 3
    after = lines.feed(Finished(at=1, who="client"))
    assert after[0] == "   0.304 s  ◀── 604 bytes more (portions: 302)"
    assert len(after) == 2
    assert lines.feed(received(b"ab")) == ['   0.000 s  ◀── 2 bytes: "ab"']
    assert lines.flush() == []


def test_flush_adds_up_the_portions_so_far() -> None:
    lines = Lines(ARROWS, "utf-8")
    for _ in range(4):
        lines.feed(received(b"ab"))
    assert lines.flush() == ["   0.000 s  ◀── 2 bytes more (portions: 1)"]
    assert lines.flush() == []
