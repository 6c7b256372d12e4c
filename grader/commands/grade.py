"""`grade`: grade all exercises, or those named."""

import datetime
import os
import sys
from pathlib import Path

import click
from rich.text import Text

from grader.commands.options import (
    GRADED,
    TROUBLE,
    UNDER,
    for_learners,
    in_language,
    of_box,
    of_exercises,
    of_folder,
    of_seed,
    printed,
)
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.grading import isolated
from grader.grading.options import GradeHooks, GradeOptions
from grader.report.formats import classroom50, orders
from grader.report.formats.orders import ReportOrder
from grader.report.formats.registry import FORMATS
from grader.report.terminal import full_report, short_report
from grader.report.terminal.progress import ProgressLine
from grader.result import threshold
from grader.result.redaction import redacted
from grader.result.scorecard import ExerciseStatus, Scorecard
from grader.sandbox import levels
from grader.sandbox.levels import Level
from grader.submission import folders
from grader.texts import github_runner


@click.command()
@in_language
@of_exercises
@of_folder
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result to this file.")
@click.option("--markdown", "page", type=click.Path(path_type=Path), help="Write a report in Markdown to this file.")
@click.option(
    "--report",
    "wanted",
    multiple=True,
    metavar="NAME=FILE",
    help=f"Write a report in this form to this file ('-': standard output); as often as you like. NAME is one of "
    f"{', '.join(FORMATS)} (`report --list` says what each is for).",
)
@for_learners
@click.option(
    "--fail-under",
    "asked",
    metavar="N|FILE",
    help="Exit with status 1 for fewer points than N, or than FILE.json has, an earlier result (if there is one).",
)
@click.option("--all", "everything", is_flag=True, help="Show every check in full, not only the first to be mended.")
@click.option("--quiet", is_flag=True, help="Print one line: the score.")
@of_seed
@click.option("--portable", is_flag=True, help="Use only what every system has: no warm start, no proof from /proc.")
@of_box
def grade(
    exercise: tuple[str, ...],
    folder: str,
    json_file: Path | None,
    page: Path | None,
    wanted: tuple[str, ...],
    for_learners: bool,
    asked: str | None,
    everything: bool,
    quiet: bool,
    seed: int | None,
    portable: bool,
    level: str | None,
) -> None:
    """Grade all exercises, or those named: by number, name, folder or file (3, 03, bind, 03_bind)."""
    every = catalogue.load()
    chosen = catalogue.choose(every, exercise)
    required = None if asked is None else threshold.parse_threshold(asked)
    ordered = [ReportOrder(name, file) for name, file in (("json", json_file), ("markdown", page)) if file is not None]
    ordered += map(orders.parse_order, wanted)
    orders.must_be_possible(ordered)
    folders.must_hold_something(Path(folder), every)
    console = full_report.console_for(sys.stdout)
    total = sum(len(each.checks) for each in chosen)
    to_runner = github_runner.is_runner(os.environ)
    # A GitHub runner may look like a terminal; its line would precede the command that disables other commands.
    moving = console.file.isatty() and not quiet and not to_runner
    with ProgressLine(console, total, shown=moving) as line:
        options = GradeOptions(seed=seed, portable=portable, level=levels.chosen(level, portable))
        card = grade_at_level(Path(folder), chosen, options, GradeHooks(on_result=line.advance))
    if for_learners:
        card = redacted(card)
    about = classroom50.read_environment(os.environ, datetime.datetime.now(datetime.UTC))
    orders.write_files(ordered, card, about)
    if quiet:
        show_score(card)
    else:
        with github_runner.stopped(lambda said: console.print(Text(said)), to_runner):
            if everything or to_runner:
                full_report.show(card, console, details=everything or len(chosen) == 1)
            else:
                short_report.show(card, console)
    orders.print_rest(ordered, card, about, printed, to_runner)
    missed = "" if required is None else required.missed(card)
    status = status_of(card, missed)
    if status == UNDER:
        click.echo(f"grader: {missed}", err=True)
    sys.exit(status)


def grade_at_level(folder: Path, exercises: list[Exercise], options: GradeOptions, hooks: GradeHooks) -> Scorecard:
    """Grade: at the level `bubblewrap` in a sandboxed process, else in this one, which imports pytest only then."""
    if options.level is Level.BUBBLEWRAP:
        return isolated.grade(folder, exercises, options, hooks)
    from grader.grading import run

    return run.grade(folder, exercises, options, hooks)


def show_score(card: Scorecard) -> None:
    """Print the score alone. Failures of the grader itself are printed too."""
    click.echo(f"{card.score}/{card.max}")
    for each in card.exercises:
        if each.own_trouble:
            click.echo(f"grader: {each.id}: {github_runner.defused(each.reason)}", err=True)


def status_of(card: Scorecard, missed: str) -> int:
    """The exit status of a result; `missed` is what the threshold lacks."""
    if any(each.status is ExerciseStatus.ERROR and each.own_trouble for each in card.exercises):
        return TROUBLE
    return UNDER if missed else GRADED
