"""A live conversation: format each event as one line. Pure; the caller prints the lines.

Arrows to the right show what the reference peer does, arrows to the left what comes from the learner's program.
"""

from dataclasses import dataclass

from grader.model.events import Closed, Connected, Event, Finished, Flooded, Received, Reset, Sent
from grader.report.terminal.signs import can_show
from grader.texts.language import _

ONE_BY_ONE = 3  # consecutive received portions with a line each; the sizes of further ones are added up
HEX_SHOWN = 12  # bytes
SHOWN = 60  # characters of a text, or bytes


@dataclass(frozen=True)
class Arrows:
    """The arrows: what the peer does, what comes from the program, and a new connection."""

    out: str = "──▶"
    into: str = "◀──"
    both: str = "───"

    @classmethod
    def for_encoding(cls, encoding: str) -> "Arrows":
        """The arrows, or plain ASCII where the encoding lacks them."""
        return cls() if can_show("─▶◀…", encoding) else cls("-->", "<--", "---")


def line(event: Event, arrows: Arrows, encoding: str = "utf-8") -> str | None:
    """One event as one line; None for an event that is not part of a conversation."""
    said: tuple[str, str] | None = None
    match event:
        case Connected(local=local, remote=remote):
            text = _("connected: the {peer} at {local}, your program at {remote}")
            peer = _("reference client") if event.who.startswith("client") else _("reference server")
            said = arrows.both, text.format(peer=peer, local=local, remote=remote or "?")
        case Sent(size=size, data=data):
            said = arrows.out, sized(size, data, encoding)
        case Received(size=size, data=data):
            said = arrows.into, sized(size, data, encoding)
        case Finished():
            said = arrows.into, _("the end of the stream: your program has closed its side")
        case Reset():
            said = arrows.into, _("a reset: your program has gone without reading everything, or has crashed")
        case Closed(how=how):
            said = arrows.out, closing(how)
        case Flooded(size=size):
            said = arrows.into, _("more than {size} bytes; no more is read").format(size=size)
    return None if said is None else f"{event.at:8.3f} s  {said[0]} {said[1]}"


def closing(how: str) -> str:
    """How the peer closed, in words."""
    if how == "finish":
        return _("the end of the stream; this side still reads")
    return _("a reset") if how == "reset" else _("closed")


def sized(size: int, data: bytes, encoding: str) -> str:
    """The number of bytes and their text in quotes; also in hexadecimal where they are not ASCII."""
    text = _("{size} bytes: {quoted}").format(size=size, quoted=readable(data, encoding))
    if data.isascii():
        return text
    return f"{text}  [{data[:HEX_SHOWN].hex(' ')}{' ...' if size > HEX_SHOWN else ''}]"


def readable(data: bytes, encoding: str) -> str:
    """Bytes as a text in quotes with escapes if they can be decoded, else as Python shows them; cut at SHOWN."""
    for codec in dict.fromkeys((encoding, "utf-8")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        cut = text[:SHOWN] + ("..." if len(text) > SHOWN else "")
        return '"' + "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in cut) + '"'
    return repr(data[:SHOWN]) + ("..." if len(data) > SHOWN else "")


class Lines:
    """Turns events into lines. After ONE_BY_ONE consecutive received portions the rest shares one line."""

    def __init__(self, arrows: Arrows, encoding: str) -> None:
        self._arrows = arrows
        self._encoding = encoding
        self._run = 0
        self._rest = 0
        self._at = 0.0

    def feed(self, event: Event) -> list[str]:
        """The lines to print after an event, with those for the portions added up before it."""
        if isinstance(event, Received):
            self._run += 1
            if self._run > ONE_BY_ONE:
                self._rest += event.size
                self._at = event.at
                return []
            due = []
        else:
            due = self.flush()
        shown = line(event, self._arrows, self._encoding)
        return due if shown is None else [*due, shown]

    def flush(self) -> list[str]:
        """The line for the portions that were added up, if any; the next portion starts a new count."""
        count, size = self._run - ONE_BY_ONE, self._rest
        self._run = self._rest = 0
        if count <= 0:
            return []
        text = _("{size} bytes more (portions: {count})").format(size=size, count=count)
        return [f"{self._at:8.3f} s  {self._arrows.into} {text}"]
