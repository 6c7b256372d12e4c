"""The files that a graded class ends in: one for each program that takes grades, and a page for people."""

import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classes import join, page, roster, statistics
from grader.classes.entry import Entry
from grader.classes.exports import EXPORTS, LeftOut, Made, Options
from grader.classes.join import Joined
from grader.classes.roster import Roster
from grader.errors import SocketCourseError
from grader.language import _
from grader.report import files

PAGE = "class.html"
EVERYBODY = "plain"  # the one in which everybody stands
TOLD = 5  # people left out of a file that are named


@dataclass(frozen=True)
class Written:
    """A file, and one line for whom it leaves out or why it is not there; empty where there is nothing to say."""

    path: Path
    there: bool
    said: str = ""


def read_rosters(paths: Sequence[Path]) -> Roster | None:
    """All people of these rosters; None where there is none."""
    found = [roster.read(path) for path in paths]
    return roster.merge(found) if len(found) > 1 else (found[0] if found else None)


def whose(entries: Sequence[Entry], people: Roster | None) -> Joined:
    """Which submission is whose; without a roster each is its own."""
    return join.without_roster(entries) if people is None else join.join(people, entries)


def exports(joined: Joined, has_roster: bool, options: Options, out: Path) -> Iterator[Written]:
    """Write what other programs import. Without a roster nobody can be told to them: only the one for spreadsheets."""
    for name in wanted(joined, has_roster):
        export = EXPORTS[name]
        path = out / (export.file if export.file.startswith("grades") else f"grades-{export.file}")
        yield written(path, functools.partial(export.make, joined, options), everybody=name == EVERYBODY)


def for_people(entries: Sequence[Entry], joined: Joined | None, title: str, out: Path) -> Written:
    """Write the page of the class; `joined` is None where there is no roster."""

    def make() -> Made:
        options = page.Options(datetime.datetime.now().astimezone(), title)
        return Made(page.html(entries, statistics.of(entries), options, joined), ())

    return written(out / PAGE, make)


def written(path: Path, make: Callable[[], Made], everybody: bool = False) -> Written:
    """Make a file and write it. The class is graded by now: a file that cannot be made is told, and ends nothing.

    `everybody`: those of whom it has no points stand in it all the same.
    """
    try:
        files.can_write(path)
        made = make()
        files.write(made.data, path)
    except SocketCourseError as error:
        return Written(path, False, str(error))
    except OSError as error:
        return Written(path, False, error.strerror or str(error))
    return Written(path, True, told(made.left_out, everybody))


def wanted(joined: Joined, has_roster: bool) -> list[str]:
    """The kinds of exports that say something here."""
    if not has_roster:
        return [EVERYBODY]
    return [name for name in EXPORTS if name != "moodle-worksheet" or joined.worksheet]


def told(left_out: Sequence[LeftOut], everybody: bool) -> str:
    """Whom a file leaves out, or has no points of, in one line."""
    if not left_out:
        return ""
    named = "; ".join(f"{each.who}: {each.why}" for each in left_out[:TOLD])
    more = "; ..." if len(left_out) > TOLD else ""
    said = _("has no points for {count} ({named})") if everybody else _("leaves out {count} ({named})")
    return said.format(count=len(left_out), named=named + more)
