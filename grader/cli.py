"""The command line: parse, call one function, exit.

Exit status: 0 graded; 1 under --fail-under, or the course is not proven; 2 bad usage or nothing to grade;
3 the grader itself failed.
"""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import click

from grader import course, language, run
from grader.errors import SocketCourseError, UsageError
from grader.language import _
from grader.progress import ProgressLine
from grader.report import json as json_report
from grader.report import terminal
from grader.verdict import ExerciseStatus, Scorecard

GRADED, UNDER, USAGE, TROUBLE = 0, 1, 2, 3


def _choose(_context: click.Context, _parameter: click.Parameter, lang: str | None) -> None:
    language.choose(lang)


in_language = click.option(
    "--lang",
    type=click.Choice(language.LANGUAGES),
    callback=_choose,
    expose_value=False,
    help="Language of all texts (else the system's).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade the exercises of the socket course."""


@main.command()
@in_language
@click.argument("exercise", nargs=-1)
@click.option("--exercises", "folder", default="exercises", show_default=True, help="Folder with the learner's work.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the result to this file.")
@click.option("--fail-under", type=click.IntRange(min=0), metavar="N", help="Exit with status 1 for fewer points.")
@click.option("--quiet", is_flag=True, help="Print one line: the score.")
@click.option("--seed", type=int, help="Repeat a run's random choices.")
@click.option("--portable", is_flag=True, help="Use only what every system has: no warm start, no proof from /proc.")
def grade(
    exercise: tuple[str, ...],
    folder: str,
    json_file: Path | None,
    fail_under: int | None,
    quiet: bool,
    seed: int | None,
    portable: bool,
) -> None:
    """Grade all exercises, or those named: by number, name, folder or file (3, 03, bind, 03_bind)."""
    chosen = course.choose(course.load(), exercise)
    if json_file is not None:
        json_report.can_write(json_file)
    console = terminal.console_for(sys.stdout)
    total = sum(len(each.checks) for each in chosen)
    with ProgressLine(console, total, shown=console.is_terminal and not quiet) as line:
        settings = run.Settings(seed=seed, portable=portable, told=line.told)
        card = run.grade(Path(folder), chosen, settings)
    if json_file is not None:
        json_report.write(json_report.text(card), json_file)
    if quiet:
        click.echo(f"{card.score}/{card.max}")
        for each in card.exercises:
            if each.own_trouble:
                click.echo(f"grader: {each.id}: {each.reason}", err=True)
    else:
        terminal.show(card, console, details=len(chosen) == 1)
    sys.exit(status_of(card, fail_under))


def status_of(card: Scorecard, fail_under: int | None) -> int:
    """The exit status that a result means."""
    if any(each.status is ExerciseStatus.ERROR and each.own_trouble for each in card.exercises):
        return TROUBLE
    return UNDER if fail_under is not None and card.score < fail_under else GRADED


@main.command()
@click.argument("exercise", nargs=-1)
@click.option(
    "--exercises", "stubs", default="exercises", type=click.Path(path_type=Path), help="Folder with the stubs."
)
@click.option("--solutions", default="solutions", type=click.Path(path_type=Path), help="Folder with the solutions.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Programs graded at a time (0: one a processor).")
def verify(exercise: tuple[str, ...], stubs: Path, solutions: Path, jobs: int) -> None:
    """Prove the course: stubs, solutions, accepted and wrong programs, rubrics."""
    from grader import prove  # a teacher's command; a learner's copy has no use for it

    chosen = course.choose(course.load(), exercise)
    claimed = list(prove.claims(chosen, stubs, solutions))
    told = 0
    for source in (
        prove.contradictions_in_texts(chosen, stubs, solutions),
        prove.contradictions(claimed, jobs),
    ):
        for line in source:
            told += 1
            click.echo(line)
    kinds = {kind: sum(claim.kind == kind for claim in claimed) for kind in prove.JUDGES}
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    click.echo(f"{len(chosen)} exercises, {counted}: {told} contradictions")
    sys.exit(UNDER if told else GRADED)


@main.command(name="schema")
def print_schema() -> None:
    """Print the JSON Schema of the result."""
    click.echo(json_report.schema_text(), nl=False)


def end_in_order(*_: object) -> None:
    """End on SIGTERM as on Ctrl-C: whatever was started is ended, whatever was made is removed."""
    raise KeyboardInterrupt


def called(command: Callable[[], object]) -> int:
    """Run a command; whatever goes wrong ends in one clear line and an exit status, never in a traceback."""
    try:
        command()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        error.show()
        return USAGE
    except UsageError as error:
        click.echo(f"grader: {error}", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        said = _("stopped")
        click.echo(f"grader: {said}", err=True)
        return 130
    except SocketCourseError as error:
        click.echo(f"grader: {error}", err=True)
        return TROUBLE
    except Exception as error:
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f" ({Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno})" if where else ""
        said = _("the grader itself failed, not your program: {kind}: {text}{place}")
        click.echo(f"grader: {said.format(kind=type(error).__name__, text=error, place=place)}", err=True)
        return TROUBLE
    return GRADED


def entry() -> None:
    """Where `python -m grader` begins."""
    signal.signal(signal.SIGTERM, end_in_order)
    sys.exit(called(lambda: main(standalone_mode=False)))
