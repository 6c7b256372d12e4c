"""Write the files about a graded class: one for each program that imports grades, and a page for the teacher."""

import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classes.collect.entry import Entry
from grader.classes.exports.exports import EXPORTS, ExportedFile, LeftOut
from grader.classes.exports.standings import ExportOptions
from grader.classes.page import page, statistics
from grader.classes.roster.join import Joined
from grader.model.errors import SocketCourseError
from grader.storage import atomic

PAGE = "class.html"
EVERYBODY = "plain"  # the export that lists all people


@dataclass(frozen=True)
class Written:
    """A file, the people whose points are not in it, and why it was not written (empty if it was written).

    `everybody`: it also lists people without points, with the reason.
    """

    path: Path
    why_not: str = ""
    left_out: tuple[LeftOut, ...] = ()
    everybody: bool = False


def write_exports(joined: Joined, has_roster: bool, options: ExportOptions, out: Path) -> Iterator[Written]:
    """Write the files for other programs; without a roster only the one for spreadsheets: the others need a roster."""
    for name, export in EXPORTS.items():
        if name == EVERYBODY or (has_roster and (name != "moodle-worksheet" or joined.worksheet)):
            yield write_made(export_path(name, out), functools.partial(export.make, joined, options), name == EVERYBODY)


def export_path(name: str, out: Path) -> Path:
    """The path of an export."""
    file = EXPORTS[name].file
    return out / (file if file.startswith("grades") else f"grades-{file}")


def left_over(files: Sequence[Written], out: Path) -> list[Path]:
    """Exports of an earlier run that were not written now: their points may be out of date."""
    now = {each.path for each in files if not each.why_not}
    return [path for name in EXPORTS if (path := export_path(name, out)) not in now and path.is_file()]


def write_page(entries: Sequence[Entry], joined: Joined | None, title: str, out: Path) -> Written:
    """Write the page of the class; `joined` is None where there is no roster."""

    def make() -> ExportedFile:
        options = page.PageOptions(datetime.datetime.now().astimezone(), title)
        return ExportedFile(page.html(entries, statistics.class_figures(entries), options, joined), ())

    return write_made(out / PAGE, make)


def write_made(path: Path, make: Callable[[], ExportedFile], everybody: bool = False) -> Written:
    """Make a file and write it. A failure is reported, and the other files are still written."""
    try:
        atomic.can_write(path)
        made = make()
        atomic.write(made.data, path)
    except SocketCourseError as error:
        return Written(path, str(error))
    except OSError as error:
        return Written(path, error.strerror or str(error))
    return Written(path, left_out=made.left_out, everybody=everybody)
