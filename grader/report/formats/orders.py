"""Reports as they are ordered at the command line, NAME=FILE: checked before any grading, written after it."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.model.errors import UsageError
from grader.report.formats.classroom50 import Handed
from grader.report.formats.registry import FORMATS
from grader.result.scorecard import Scorecard
from grader.storage import atomic
from grader.texts import github_runner
from grader.texts.language import _

STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class Order:
    """One report: its name, and its file (None: standard output)."""

    name: str
    file: Path | None

    def __post_init__(self) -> None:
        if self.name not in FORMATS:
            said = _("there is no report {name!r}. These are: {listed}")
            raise UsageError(said.format(name=self.name, listed=", ".join(FORMATS)))


def understood(text: str) -> Order:
    """One order. UsageError where it is none."""
    name, equals, place = text.partition("=")
    if not equals or not place:
        said = _("--report takes NAME=FILE, such as summary=page.md; {text!r} names no file")
        raise UsageError(said.format(text=text))
    return Order(name, None if place == STANDARD_OUTPUT else Path(place))


def must_be_possible(orders: Sequence[Order]) -> None:
    """UsageError where two reports go to one place, or one cannot be written: told before the grading."""
    places: set[str] = set()
    for order in orders:
        place = STANDARD_OUTPUT if order.file is None else os.path.normcase(order.file.resolve())
        if place in places:
            said = _("two reports go to {file}; give each its own")
            raise UsageError(said.format(file=order.file or STANDARD_OUTPUT))
        places.add(place)
        if order.file is not None:
            (atomic.can_append if FORMATS[order.name].added else atomic.can_write)(order.file)


def write_files(orders: Iterable[Order], card: Scorecard, about: Handed) -> None:
    """Write those that go to files."""
    for order in orders:
        if order.file is not None:
            data = FORMATS[order.name].text(card, about)
            (atomic.append if FORMATS[order.name].added else atomic.write)(data, order.file)


def print_rest(
    orders: Iterable[Order], card: Scorecard, about: Handed, tell: Callable[[bytes], None], to_runner: bool
) -> None:
    """Print the one that goes to standard output; `tell` takes its bytes. `to_runner`: a runner of Actions reads them.

    It takes no line of a page for a command; the other forms hold none but those that they are made of.
    """
    for order in orders:
        if order.file is None:
            made = FORMATS[order.name]
            with github_runner.stopped(lambda line: tell(f"{line}\n".encode()), to_runner and made.quoted):
                tell(made.text(card, about))
