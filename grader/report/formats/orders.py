"""Reports that the command line requests as NAME=FILE: checked before the grading, written after it."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.model.errors import UsageError
from grader.report.formats.classroom50 import Classroom50Submission
from grader.report.formats.registry import FORMATS
from grader.result.scorecard import Scorecard
from grader.storage import atomic
from grader.texts import github_runner
from grader.texts.language import _

STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class ReportOrder:
    """One report: its name, and its file (None: standard output)."""

    name: str
    file: Path | None

    def __post_init__(self) -> None:
        if self.name not in FORMATS:
            said = _("there is no report {name!r}. These are: {listed}")
            raise UsageError(said.format(name=self.name, listed=", ".join(FORMATS)))


def parse_order(text: str) -> ReportOrder:
    """Parse an order NAME=FILE. UsageError for any other text."""
    name, equals, place = text.partition("=")
    if not equals or not place:
        said = _("--report takes NAME=FILE, such as summary=page.md; {text!r} names no file")
        raise UsageError(said.format(text=text))
    return ReportOrder(name, None if place == STANDARD_OUTPUT else Path(place))


def must_be_possible(orders: Sequence[ReportOrder]) -> None:
    """UsageError where two reports have the same target, or one cannot be written."""
    places: set[str] = set()
    for order in orders:
        place = STANDARD_OUTPUT if order.file is None else os.path.normcase(order.file.resolve())
        if place in places:
            said = _("two reports go to {file}; give each its own")
            raise UsageError(said.format(file=order.file or STANDARD_OUTPUT))
        places.add(place)
        if order.file is not None:
            (atomic.can_append if FORMATS[order.name].added else atomic.can_write)(order.file)


def write_files(orders: Iterable[ReportOrder], card: Scorecard, about: Classroom50Submission) -> None:
    """Write the reports that go to files."""
    for order in orders:
        if order.file is not None:
            data = FORMATS[order.name].text(card, about)
            (atomic.append if FORMATS[order.name].added else atomic.write)(data, order.file)


def print_rest(
    orders: Iterable[ReportOrder],
    card: Scorecard,
    about: Classroom50Submission,
    tell: Callable[[bytes], None],
    to_runner: bool,
) -> None:
    """Print the report for standard output with `tell`. `to_runner`: a runner of GitHub Actions reads it.

    For such a runner, commands are disabled while a report that quotes lines by the learner is printed.
    """
    for order in orders:
        if order.file is None:
            made = FORMATS[order.name]
            with github_runner.stopped(lambda line: tell(f"{line}\n".encode()), to_runner and made.quoted):
                tell(made.text(card, about))
