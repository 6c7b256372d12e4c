"""`doctor`: whether this machine has what the course needs."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.cells import cell_len
from rich.text import Text

from grader.commands.options import GRADED, UNDER, in_language, of_folder
from grader.course import catalogue, manual_peer
from grader.course.exercise import Exercise
from grader.learner import doctor as examining
from grader.learner.doctor import DiagnosisLine, Health
from grader.model.errors import UsageError
from grader.report.terminal import full_report
from grader.report.terminal.signs import Signs
from grader.texts import language
from grader.texts.language import _

STYLES = {Health.WELL: "green", Health.ODD: "yellow", Health.ILL: "red"}


@click.command()
@in_language
@of_folder
def doctor(folder: str) -> None:
    """Look at this machine: Python, loopback, terminal, ports, and how the grader works here."""
    exercises = catalogue.load()
    console = full_report.console_for(sys.stdout)
    names = [each.id for each in exercises]
    seen = examining.examine_machine(Path(folder), names, ports_of(exercises), console.encoding, language.current())
    found = examining.diagnosis(seen)
    for line in diagnosis_lines(found, Signs(console.encoding)):
        console.print(line)
    sys.exit(GRADED if examining.works(found) else UNDER)


def ports_of(exercises: list[Exercise]) -> Iterator[int]:
    """The ports that the course's programs use when they are run by hand."""
    for each in exercises:
        try:
            yield manual_peer.read_manual_peer(each).port
        except UsageError:
            continue


def diagnosis_lines(found: list[DiagnosisLine], signs: Signs) -> Iterator[Text]:
    """The diagnosis, aligned; below each problem a line says what to do."""
    marks = {Health.WELL: signs.passed, Health.ODD: signs.withheld, Health.ILL: signs.failed}
    width = max(cell_len(line.what) for line in found)
    for line in found:
        gap = " " * (width - cell_len(line.what))
        yield Text.assemble((f"{marks[line.health]} ", STYLES[line.health]), f"{line.what}{gap}  {line.value}")
        if line.advice:
            yield Text(f"  {'':{width}}  {signs.next} {line.advice}", STYLES[line.health])
    yield Text()
    if examining.works(found):
        yield Text(_("All that is needed is here."), "green")
    else:
        yield Text(
            _("Something that is needed is not here; see the lines with {mark}.").format(mark=signs.failed), "red"
        )
