"""Bytes, texts, addresses and numbers in words that a beginner can read."""

from pathlib import Path

from grader.texts.language import _
from grader.texts.message import M_, NO_TEXT, Message

SHOWN = 40  # characters or bytes of a text that a sentence can hold


def quote(data: bytes, encoding: str = "utf-8") -> str:
    """Bytes as a text in quotes if they can be decoded and printed, else as repr(); long ones are cut.

    The end of a line is shown as a slash.
    """
    for codec in dict.fromkeys((encoding, "utf-8")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n").replace("\n", " / ")
        if text.isprintable():
            return f'"{text}"' if len(text) <= SHOWN else f'"{text[:SHOWN]}..."'
    return repr(data) if len(data) <= SHOWN else f"{data[:SHOWN]!r}..."


def sized(data: bytes, encoding: str = "utf-8") -> Message:
    """Bytes in quotes, with their number."""
    return M_("{quoted} ({size} bytes)", quoted=quote(data, encoding), size=len(data))


def outcome(reported: str) -> Message:
    """The host's report on a function, in words: `returned VALUE` or the name of an exception."""
    value = reported.removeprefix("returned ")
    return M_("it returned {value}", value=value) if value != reported else M_("it raised {kind}", kind=reported)


def first_difference(wanted: bytes, got: bytes) -> int:
    """The index of the first byte that differs; the shorter length if one begins with the other."""
    pairs = enumerate(zip(wanted, got, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(wanted), len(got)))


def place(file: str, line: int) -> Message:
    """A place in the learner's program; empty if it is unknown."""
    return M_(" at {file}:{line}", file=file, line=line) if file and line else NO_TEXT


def shorten(text: str, most: int = 200) -> str:
    """A foreign text as one line: no control characters, single spaces, cut at `most` characters."""
    return as_line(" ".join(text.split()), most)


def as_line(text: str, most: int = 200) -> str:
    """A foreign text as one line with its indentation: no control characters, cut at `most` characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in text.expandtabs(4))
    return line if len(line) <= most else f"{line[:most]}..."


def own_failure(error: BaseException) -> str:
    """An exception of the grader itself in one line, with the place where it was raised."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" ({Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno})" if where else ""
    said = _("the grader itself failed, not your program: {kind}: {text}{place}")
    return said.format(kind=type(error).__name__, text=error, place=place)
