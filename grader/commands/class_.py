"""`class`: grade a whole class. A teacher's command; a learner's copy has no use for it."""

import fnmatch
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from grader.classes import results, summary
from grader.classes.collect import deadline
from grader.classes.collect.found import Found, class_in, find
from grader.classes.exports.exports import Options
from grader.classes.grading import pools
from grader.classes.grading.counter import Counter
from grader.classes.grading.grade_class import Book, Plan, Tally, grade
from grader.classes.results import Written
from grader.classes.roster.present import present
from grader.commands.options import GRADED, STOPPED, TROUBLE, in_language, of_box, of_seed
from grader.course import catalogue
from grader.model.errors import UsageError
from grader.report.terminal import full_report
from grader.sandbox import levels
from grader.texts.language import _

GRADEBOOK = "gradebook.sqlite"


@click.command(name="class")
@in_language
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, metavar="NAME", help="Grade only this one, or these: 'b*'. May be repeated.")
@click.option("--deadline", "until", metavar="WHEN", help="Grade the last commit made until then, by its own date.")
@click.option("--again", is_flag=True, help="Grade what has not changed too.")
@click.option("--roster", multiple=True, type=click.Path(path_type=Path), help="Who is in the class. May be repeated.")
@click.option("--missing-as-zero", is_flag=True, help="Who handed in nothing has 0 points in the files for a school.")
@click.option("--title", default="", help="What the page, and the column in a school's gradebook, are called.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results (else the one that holds DIR).")
@click.option("--jobs", type=click.IntRange(min=1), help="Submissions graded at a time (else one a processor).")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster there: tcp://host:port.")
@of_seed
@of_box
def class_(
    folder: Path,
    only: tuple[str, ...],
    until: str | None,
    again: bool,
    roster: tuple[Path, ...],
    missing_as_zero: bool,
    title: str,
    out: Path | None,
    jobs: int | None,
    scheduler: str | None,
    seed: int | None,
    level: str | None,
) -> None:
    """Grade every submission in DIR: clones, folders or zip files, as a classroom's tools leave them.

    What is graded is kept at once, in gradebook.sqlite. The same command goes on where it was stopped, and grades only
    what has changed.
    """
    from grader.classes.gradebook.gradebook import (
        open_gradebook,  # needs what the extra `class` brings; --help does not
    )

    exercises = catalogue.load()
    before = deadline.read(until) if until is not None else None
    people = results.read_rosters(roster)
    place = out if out is not None else folder.resolve().parent
    found = find(folder, [each.id for each in exercises], place)
    wanted = chosen(found, only)
    folder_for_results(place)
    if scheduler is None:
        level = levels.chosen(level).value
    plan = Plan(exercises, before, again, level, seed)
    console, tally = full_report.console_for(sys.stdout), Tally()
    if before is not None:
        console.print(of_deadline(before.isoformat(sep=" ")))
    with open_gradebook(place / GRADEBOOK) as book:
        book.belong_to(class_in(folder))
        try:
            work(wanted, plan, jobs, scheduler, Book(book.known, book.add), tally, console)
        except KeyboardInterrupt:
            said = _("stopped: {done} of {total} are done and kept; the same command goes on")
            click.echo(f"grader: {said.format(done=tally.done, total=len(wanted))}", err=True)
            sys.exit(STOPPED)
        here = present(found, book.entries([each.name for each in found]), book.names())
    tally.add_lost(here.entries)
    joined, options = results.whose(here.entries, people), named(title, missing_as_zero)
    written = [Written(place / GRADEBOOK), *results.exports(joined, people is not None, options, place)]
    written.append(results.for_people(here.graded, joined if people is not None else None, title, place))
    told = () if people is None else summary.of_roster(joined)
    files = summary.of_files(written, results.left_over(written, place), console.encoding)
    lying = (*summary.of_namesakes(found), *summary.of_gone(here.gone, folder))
    for line in (*summary.of_tally(tally), *lying, *told, *files):
        console.print(line)
    sys.exit(TROUBLE if tally.own_trouble or any(each.why_not for each in written) else GRADED)


def named(title: str, missing_as_zero: bool) -> Options:
    """How points go to a school; without a title under the usual one."""
    options = Options(missing_as_zero=missing_as_zero)
    return replace(options, assignment=title) if title else options


def work(
    found: Sequence[Found],
    plan: Plan,
    jobs: int | None,
    scheduler: str | None,
    book: Book,
    tally: Tally,
    console: Console,
) -> None:
    """Grade them, here or on a cluster, and tell how far it is."""
    pool = pools.local(jobs) if scheduler is None else pools.cluster(scheduler, jobs)
    with pool as ready, Counter(console, len(found)) as counter:
        grade(found, plan, ready, book, tally, lambda: counter.moved(tally.done, tally.graded))


def chosen(found: list[Found], only: tuple[str, ...]) -> list[Found]:
    """The submissions that are asked for, by name or place, with * and ?; all of them for none.

    UsageError for a name that none has.
    """
    picked: set[Found] = set()
    for pattern in only:
        fits = [
            each
            for each in found
            if pattern in (each.name, each.place)
            or any(fnmatch.fnmatchcase(text.casefold(), pattern.casefold()) for text in (each.name, each.place))
        ]
        if not fits:
            some = ", ".join(each.name for each in found[:5])
            said = _("there is no submission {name!r}; there are {count}, such as {some}")
            raise UsageError(said.format(name=pattern, count=len(found), some=some))
        picked.update(fits)
    return [each for each in found if each in picked] if only else found


def folder_for_results(folder: Path) -> None:
    """Make the folder where it is not there yet. UsageError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = _("{path} cannot be written: {reason}")
        raise UsageError(said.format(path=folder, reason=error.strerror or error)) from error


def of_deadline(when: str) -> str:
    """What a deadline is held against."""
    said = _(
        "deadline {when}: of each submission the last commit until then is graded. The date of a commit is told by the "
        "learner's own machine and can be forged; when it was pushed is not in a clone."
    )
    return said.format(when=when)
