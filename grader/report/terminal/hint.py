"""A hint: its heading, and its text wrapped to the width of the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from grader.report.terminal.full_report import WIDTH
from grader.submission.hint_memory import Hint
from grader.texts.language import _

CLOSING = "，。、；：！？）》”’…"  # a Chinese line must not begin with one of these
HANGING = 2  # at most this number of them moves to the end of the previous line
ROOM = 2 * HANGING  # cells that are kept free for them


def lines(exercise: str, found: Hint, console: Console) -> Iterator[Text]:
    """The hint, line by line."""
    heading = _("{exercise} · hint {number} of {all}")
    yield Text(heading.format(exercise=exercise, number=found.number, all=found.of), "bold")
    for paragraph in found.text.splitlines():
        yield from wrapped(paragraph, console, min(console.width, WIDTH))
    yield Text()


def wrapped(paragraph: str, console: Console, width: int) -> Iterator[Text]:
    """Wrap one paragraph into lines of at most `width` cells; no line begins with a closing mark."""
    last = ""
    for line in Text(paragraph).wrap(console, max(ROOM + 2, width - ROOM)):
        text = line.plain.rstrip()
        marks = len(text) - len(text.lstrip(CLOSING))
        up = min(marks, HANGING) if last else 0
        if last:
            yield Text(last + text[:up])
        last = text[up:]
    yield Text(last)
