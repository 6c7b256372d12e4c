"""The files that a graded class ends in: one for each program that takes grades, and a page for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classes import join, roster
from grader.classes.entry import Entry
from grader.classes.exports import EXPORTS, LeftOut, Options
from grader.classes.join import Joined
from grader.classes.roster import Roster
from grader.errors import SocketCourseError
from grader.language import _
from grader.report import files

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


def exports(entries: Sequence[Entry], people: Roster | None, out: Path) -> Iterator[Written]:
    """Write what other programs import. Without a roster nobody can be told to them, so there is one for people alone.

    The class is graded by now: a file that cannot be made is told, and ends nothing.
    """
    joined = join.without_roster(entries) if people is None else join.join(people, entries)
    for name in wanted(joined, people is not None):
        export = EXPORTS[name]
        path = out / (export.file if export.file.startswith("grades") else f"grades-{export.file}")
        try:
            made = export.make(joined, Options())
            files.can_write(path)
            files.write(made.data, path)
        except SocketCourseError as error:
            yield Written(path, False, str(error))
        else:
            yield Written(path, True, told(made.left_out))


def wanted(joined: Joined, has_roster: bool) -> list[str]:
    """The kinds of exports that say something here."""
    if not has_roster:
        return ["plain"]
    return [name for name in EXPORTS if name != "moodle-worksheet" or joined.worksheet]


def told(left_out: Sequence[LeftOut]) -> str:
    """Whom a file leaves out, in one line."""
    if not left_out:
        return ""
    named = "; ".join(f"{each.who}: {each.why}" for each in left_out[:TOLD])
    more = "; ..." if len(left_out) > TOLD else ""
    return _("leaves out {count} ({named})").format(count=len(left_out), named=named + more)
