"""Find the submissions of a class in the folders that classroom tools make. Their content is not read yet.

<classroom>-<assignment>_submissions_<time>/<classroom>-<assignment>-<user>/    Classroom 50
<slug>-submissions/<slug>-<user>/                                              GitHub Classroom, its `gh` extension
<anything>/                                                                    one clone or copy per learner
<anything>.zip                                                                 one zip file per learner
"""

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classes.collect.layout import EXERCISES, IGNORED, home
from grader.model.errors import UsageError
from grader.submission.reader import Unreadable
from grader.texts.language import _
from grader.texts.wording import shorten

CLASSROOM_50 = re.compile(r"(.+)_submissions_.+")
CLASSROOM = re.compile(r"(.+)-submissions")
ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz")  # files that count as a submission
NAME_AT_MOST = 100  # letters


@dataclass(frozen=True)
class Found:
    """One submission: its name, its place relative to the class's folder, and its path.

    `later` is the place of a later download of the same submission, which counts instead; empty for the newest.
    `keeper` is the place of the submission that keeps this name instead; empty if there is none, or `later` is set.
    """

    name: str
    place: str
    path: Path
    later: str = ""
    keeper: str = ""


def find(folder: Path, exercises: Collection[str], results: Path | None = None) -> list[Found]:
    """All submissions of a class, sorted by place, with unique names. UsageError where there is no submission.

    The folder for the `results` does not count as a submission.
    """
    if not folder.is_dir():
        raise UsageError(_("there is no folder {folder}").format(folder=folder))
    try:
        found = [each for each in _within(folder, exercises) if results is None or not _holds(each.path, results)]
    except OSError as error:
        said = _("{path} cannot be read: {reason}")
        raise UsageError(said.format(path=folder, reason=error.strerror or error)) from error
    if not found:
        raise UsageError(_("there is no submission in {folder}: no folder and no zip file").format(folder=folder))
    return _each_once(sorted(found, key=lambda each: each.place))


def class_in(folder: Path) -> str:
    """The name of a class: its folder's name, without the time of a download from Classroom 50."""
    name = folder.resolve().name
    named = CLASSROOM_50.fullmatch(name)
    return _encodable(name if named is None else named[1])


def _within(folder: Path, exercises: Collection[str]) -> Iterator[Found]:
    slug = _slug(folder.resolve().name)
    if slug is None and _is_one(folder, exercises):
        said = _("{folder} is one submission; name the folder that holds all of them, or use `nox -s grade`")
        raise UsageError(said.format(folder=folder))
    entries = _entries(folder)
    # A learner's repository may be named `x-submissions`: beside other folders it is one submission, not a download.
    downloads = slug is None and all(_is_download(path, exercises) for path in entries if path.is_dir())
    for path in entries:
        if downloads and path.is_dir():
            yield from (_found(each, f"{path.name}/{each.name}", _slug(path.name)) for each in _entries(path))
        else:
            yield _found(path, path.name, slug)


def _holds(path: Path, results: Path) -> bool:
    """Whether the folder for the results is this folder or lies in it."""
    return results.resolve().is_relative_to(path.resolve())


def _is_download(folder: Path, exercises: Collection[str]) -> bool:
    """Whether a folder is a download of a classroom tool: all entries are named after it, and none is an exercise."""
    slug = _slug(folder.name)
    if slug is None or os.path.lexists(folder / ".git") or _is_one(folder, exercises):
        return False
    return all(f"{path.name}-".startswith(f"{slug}-") for path in _entries(folder))


def _slug(name: str) -> str | None:
    """The common start of the names in a downloaded folder; None for other folders."""
    named = CLASSROOM_50.fullmatch(name) or CLASSROOM.fullmatch(name)
    return None if named is None else named[1]


def _is_one(folder: Path, exercises: Collection[str]) -> bool:
    """Whether a folder is itself a submission."""
    return any(os.path.lexists(folder / parent / each) for parent in ("", EXERCISES) for each in exercises)


def _entries(folder: Path) -> list[Path]:
    """The entries that may be submissions: folders and archives that are not hidden."""
    return [
        path
        for path in folder.iterdir()
        if not path.name.startswith(IGNORED)
        and (path.is_dir() or (path.is_file() and path.name.lower().endswith(ARCHIVES)))
    ]


def _found(path: Path, place: str, slug: str | None) -> Found:
    name = path.name if path.is_dir() else path.name.removesuffix(path.suffix)
    if slug is not None:
        name = name.removeprefix(f"{slug}-") or name
    return Found(_encodable(name), _encodable(place), path)


def printable_name(name: str) -> str:
    """A file name as one line of text."""
    return shorten(_encodable(name), NAME_AT_MOST).strip() or "?"


def _encodable(name: str) -> str:
    """A file name in which bytes that are not valid text are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _each_once(found: list[Found]) -> list[Found]:
    """The same submissions, each with a unique name that can be printed.

    Where several have the same name when printed, the last one keeps it, but one that has exactly this name has
    priority. The others get their place added to the name.
    """
    keepers: dict[str, Found] = {}
    for each in found:
        name = printable_name(each.name)
        if name not in keepers or each.name == name or keepers[name].name != name:
            keepers[name] = each
    newest = {download: each.place for each in found if (download := _download(each)) is not None}
    taken = set(keepers)
    named = []
    for each in found:
        later = newest.get(_download(each) or ("", ""), "")
        name, keeper = printable_name(each.name), keepers[printable_name(each.name)]
        if keeper is not each:
            name = f"{name} ({printable_name(each.place)})"
            while name in taken:
                name += "'"
            taken.add(name)
        later = "" if later == each.place else later
        named.append(replace(each, name=name, later=later, keeper="" if keeper is each or later else keeper.place))
    return named


def _download(found: Found) -> tuple[str, str] | None:
    """The assignment and the user of a submission downloaded from Classroom 50; None for all other submissions."""
    folder, between, _name = found.place.partition("/")
    named = CLASSROOM_50.fullmatch(folder) if between else None
    return None if named is None else (named[1], found.name)


def names_in_folder(folder: Path, place: tuple[str, ...]) -> list[str]:
    """The names in the folder at `place` inside `folder`; empty where a part of `place` is a link or not a folder."""
    for part in ("", *place):
        folder = folder / part
        if part and folder.is_symlink():
            return []
    try:
        return os.listdir(folder)
    except OSError:
        return []


def home_in(folder: Path, exercises: Collection[str]) -> Path | Unreadable:
    """The folder in a submission that holds the folders of the exercises."""
    place = home(lambda place: names_in_folder(folder, place), exercises)
    return place if isinstance(place, Unreadable) else folder.joinpath(*place)
