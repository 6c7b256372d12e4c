"""The files that a graded class ends in: one for each program that takes grades, and a page for people."""

import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classes.collect.entry import Entry
from grader.classes.exports.exports import EXPORTS, ExportedFile, ExportOptions, LeftOut
from grader.classes.page import page, statistics
from grader.classes.roster import join, roster
from grader.classes.roster.join import Joined
from grader.classes.roster.roster import Roster
from grader.model.errors import SocketCourseError
from grader.storage import atomic

PAGE = "class.html"
EVERYBODY = "plain"  # the one in which everybody stands


@dataclass(frozen=True)
class Written:
    """A file, the people whose points are not in it, and why it was not written; empty where it was.

    `everybody`: those of whom it has no points stand in it all the same, with the reason.
    """

    path: Path
    why_not: str = ""
    left_out: tuple[LeftOut, ...] = ()
    everybody: bool = False


def read_rosters(paths: Sequence[Path]) -> Roster | None:
    """All people of these rosters; None where there is none."""
    found = [roster.read_roster(path) for path in paths]
    return roster.merge(found) if len(found) > 1 else (found[0] if found else None)


def whose(entries: Sequence[Entry], people: Roster | None) -> Joined:
    """Which submission is whose; without a roster each is its own."""
    return join.without_roster(entries) if people is None else join.join(people, entries)


def exports(joined: Joined, has_roster: bool, options: ExportOptions, out: Path) -> Iterator[Written]:
    """Write what other programs import. Without a roster nobody can be told to them: only the one for spreadsheets."""
    for name in wanted(joined, has_roster):
        export = EXPORTS[name]
        yield written(file_of(name, out), functools.partial(export.make, joined, options), name == EVERYBODY)


def file_of(name: str, out: Path) -> Path:
    """Where a kind of export is written."""
    file = EXPORTS[name].file
    return out / (file if file.startswith("grades") else f"grades-{file}")


def left_over(files: Sequence[Written], out: Path) -> list[Path]:
    """The exports that lie there and were not written now: an earlier run's, whose points may not be true any more."""
    now = {each.path for each in files if not each.why_not}
    return [path for name in EXPORTS if (path := file_of(name, out)) not in now and path.is_file()]


def for_people(entries: Sequence[Entry], joined: Joined | None, title: str, out: Path) -> Written:
    """Write the page of the class; `joined` is None where there is no roster."""

    def make() -> ExportedFile:
        options = page.Options(datetime.datetime.now().astimezone(), title)
        return ExportedFile(page.html(entries, statistics.of(entries), options, joined), ())

    return written(out / PAGE, make)


def written(path: Path, make: Callable[[], ExportedFile], everybody: bool = False) -> Written:
    """Make a file and write it. The class is graded by now: a file that cannot be made is told, and ends nothing."""
    try:
        atomic.can_write(path)
        made = make()
        atomic.write(made.data, path)
    except SocketCourseError as error:
        return Written(path, str(error))
    except OSError as error:
        return Written(path, error.strerror or str(error))
    return Written(path, left_out=made.left_out, everybody=everybody)


def wanted(joined: Joined, has_roster: bool) -> list[str]:
    """The kinds of exports that say something here."""
    if not has_roster:
        return [EVERYBODY]
    return [name for name in EXPORTS if name != "moodle-worksheet" or joined.worksheet]
