"""`grade`: grade all exercises, or those named."""

import sys
from pathlib import Path

import click

from grader import apart, course, submission
from grader.commands.options import GRADED, TROUBLE, UNDER, in_language, of_folder
from grader.course import Exercise
from grader.program import box
from grader.program.box import Level
from grader.progress import ProgressLine
from grader.report import files, markdown, terminal
from grader.report import json as json_report
from grader.settings import Settings
from grader.verdict import ExerciseStatus, Scorecard


@click.command()
@in_language
@click.argument("exercise", nargs=-1)
@of_folder
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result to this file.")
@click.option("--markdown", "page", type=click.Path(path_type=Path), help="Write a report in Markdown to this file.")
@click.option("--fail-under", type=click.IntRange(min=0), metavar="N", help="Exit with status 1 for fewer points.")
@click.option("--quiet", is_flag=True, help="Print one line: the score.")
@click.option("--seed", type=int, help="Repeat a run's random choices.")
@click.option("--portable", is_flag=True, help="Use only what every system has: no warm start, no proof from /proc.")
@click.option(
    "--box",
    "level",
    type=click.Choice([each.value for each in Level]),
    help="Run programs in this box (else in the best that works here).",
)
def grade(
    exercise: tuple[str, ...],
    folder: str,
    json_file: Path | None,
    page: Path | None,
    fail_under: int | None,
    quiet: bool,
    seed: int | None,
    portable: bool,
    level: str | None,
) -> None:
    """Grade all exercises, or those named: by number, name, folder or file (3, 03, bind, 03_bind)."""
    every = course.load()
    chosen = course.choose(every, exercise)
    submission.must_hold_something(Path(folder), every)
    for wanted in (json_file, page):
        if wanted is not None:
            files.can_write(wanted)
    console = terminal.console_for(sys.stdout)
    total = sum(len(each.checks) for each in chosen)
    with ProgressLine(console, total, shown=console.is_terminal and not quiet) as line:
        settings = Settings(seed=seed, portable=portable, level=box.chosen(level, portable), told=line.told)
        card = graded(Path(folder), chosen, settings)
    if json_file is not None:
        files.write(json_report.text(card), json_file)
    if page is not None:
        files.write(markdown.text(card), page)
    if quiet:
        click.echo(f"{card.score}/{card.max}")
        for each in card.exercises:
            if each.own_trouble:
                click.echo(f"grader: {each.id}: {each.reason}", err=True)
    else:
        terminal.show(card, console, details=len(chosen) == 1)
    sys.exit(status_of(card, fail_under))


def graded(folder: Path, exercises: list[Exercise], settings: Settings) -> Scorecard:
    """Grade, in a box of its own where that is the level: then pytest is imported there alone."""
    if settings.level is Level.BUBBLEWRAP:
        return apart.grade(folder, exercises, settings)
    from grader import run

    return run.grade(folder, exercises, settings)


def status_of(card: Scorecard, fail_under: int | None) -> int:
    """The exit status that a result means."""
    if any(each.status is ExerciseStatus.ERROR and each.own_trouble for each in card.exercises):
        return TROUBLE
    return UNDER if fail_under is not None and card.score < fail_under else GRADED
