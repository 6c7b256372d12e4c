"""Grade a whole class: find the submissions, grade them, store the results, write the files about them."""

import fnmatch
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from grader.classes import results, summary
from grader.classes.collect import deadline
from grader.classes.collect.found import Found, class_in, find
from grader.classes.exports.standings import ExportOptions
from grader.classes.gradebook.gradebook import open_gradebook
from grader.classes.grading import pools
from grader.classes.grading.counter import Counter
from grader.classes.grading.grade_class import AttemptStore, GradingPlan, Tally, grade_submissions
from grader.classes.grading.pools import Pool
from grader.classes.results import Written
from grader.classes.roster import join, roster
from grader.classes.roster.present import Present, present
from grader.course import catalogue
from grader.model.errors import UsageError
from grader.sandbox import levels
from grader.storage import atomic
from grader.texts.language import _

GRADEBOOK = "gradebook.sqlite"


@dataclass(frozen=True, kw_only=True)
class ClassRequest:
    """The options of the command line.

    `folder` holds the submissions, `out` gets the results (None: the folder around `folder`). `only` are names or
    patterns of submissions, none for all; `until` is a deadline as it was typed; `again` grades unchanged work too.
    `jobs` submissions run at a time (None: one for each processor), here or on the Dask cluster of `scheduler`.
    `level` is the sandbox (None: the best that works), `seed` repeats a run's random choices.
    """

    folder: Path
    only: tuple[str, ...] = ()
    until: str | None = None
    again: bool = False
    roster: tuple[Path, ...] = ()
    missing_as_zero: bool = False
    title: str = ""
    out: Path | None = None
    jobs: int | None = None
    scheduler: str | None = None
    seed: int | None = None
    level: str | None = None

    @property
    def results(self) -> Path:
        """The folder for the results."""
        return self.out if self.out is not None else self.folder.resolve().parent

    @property
    def options(self) -> ExportOptions:
        """How points are exported. Without a title the assignment has its default name."""
        options = ExportOptions(missing_as_zero=self.missing_as_zero)
        return replace(options, assignment=self.title) if self.title else options


@dataclass(frozen=True)
class ClassOutcome:
    """The outcome for a class: lines to print, and whether the grader itself failed or a file could not be written.

    `stopped` says how many submissions were done before Ctrl-C; empty where all were.
    """

    lines: tuple[str, ...] = ()
    trouble: bool = False
    stopped: str = ""


def grade_class(request: ClassRequest, console: Console) -> ClassOutcome:
    """Grade the submissions of a class and write its files; `console` shows the progress. UsageError, GraderError."""
    exercises = catalogue.load()
    before = deadline.parse_deadline(request.until) if request.until is not None else None
    people = roster.merge([roster.read_roster(each) for each in request.roster]) if request.roster else None
    found = find(request.folder, [each.id for each in exercises], request.results)
    wanted = choose_submissions(found, request.only)
    with atomic.explain_failed_write(request.results):
        request.results.mkdir(parents=True, exist_ok=True)
    level = levels.chosen(request.level).value if request.scheduler is None else request.level
    plan, tally = GradingPlan(exercises, before, request.again, level, request.seed), Tally()
    if before is not None:
        console.print(about_deadline(before.isoformat(sep=" ")))
    with open_gradebook(request.results / GRADEBOOK) as book:
        book.belong_to(class_in(request.folder))
        try:
            with start_pool(request) as pool, Counter(console, len(wanted)) as counter:
                store = AttemptStore(book.known, book.add)
                grade_submissions(wanted, plan, pool, store, tally, lambda: counter.moved(tally.done, tally.graded))
        except KeyboardInterrupt:
            said = _("stopped: {done} of {total} are done and kept; the same command goes on")
            return ClassOutcome(stopped=said.format(done=tally.done, total=len(wanted)))
        here = present(found, book.entries([each.name for each in found]), book.names())
    tally.add_lost(here.entries)
    return write_results(request, here, people, found, tally, console.encoding)


def start_pool(request: ClassRequest) -> AbstractContextManager[Pool]:
    """The threads of this machine, or the workers of the cluster."""
    return pools.local(request.jobs) if request.scheduler is None else pools.cluster(request.scheduler, request.jobs)


def write_results(
    request: ClassRequest,
    here: Present,
    people: roster.Roster | None,
    found: Sequence[Found],
    tally: Tally,
    encoding: str,
) -> ClassOutcome:
    """Write the files for other programs and the page for people, and summarize."""
    place = request.results
    joined = join.without_roster(here.entries) if people is None else join.join(people, here.entries)
    written = [Written(place / GRADEBOOK), *results.write_exports(joined, people is not None, request.options, place)]
    written.append(results.write_page(here.graded, joined if people is not None else None, request.title, place))
    lines = (
        *summary.of_tally(tally),
        *summary.of_namesakes(found),
        *summary.of_gone(here.gone, request.folder),
        *(() if people is None else summary.of_roster(joined)),
        *summary.of_files(written, results.left_over(written, place), encoding),
    )
    return ClassOutcome(lines, tally.own_trouble or any(each.why_not for each in written))


def choose_submissions(found: list[Found], only: tuple[str, ...]) -> list[Found]:
    """The submissions that `only` selects by name or place, with the wildcards of fnmatch; all if it is empty.

    UsageError for a pattern that no submission matches.
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


def about_deadline(when: str) -> str:
    """The line about a deadline: which date is compared with it, and that this date can be forged."""
    said = _(
        "deadline {when}: of each submission the last commit until then is graded. The date of a commit comes from the "
        "learner's own machine and can be forged; when it was pushed is not in a clone."
    )
    return said.format(when=when)
