"""What looks like a learner's work and is not where it should be: renamed, copied, unpacked into a folder too many.

It is named and never graded. Whether it is the work or an old copy of it, only the learner knows.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from grader.course.exercise import Exercise
from grader.texts.wording import as_line

LEVELS = 3  # of folders that are looked through
FOLDERS_AT_MOST = 200
ENTRIES_AT_MOST = 500  # of one folder
NAME_AT_MOST = 80  # letters of a name that are shown
SOURCES = (".py", ".pyw", ".txt", ".bak", ".orig", "")
NUMBERED = re.compile(r"\d{1,2}(?!\d)[\W_]*[^\W\d_]")
KEPT = (".bak", ".orig", "~")  # the ends of names that somebody gave to a copy on purpose


def likely(folder: Path, exercise: Exercise) -> str:
    """The file that looks most like the learner's, as a path from `folder`; empty where none does."""
    found = [(rank(path, exercise), path) for path in files_in(folder, exercise)]
    ranked = sorted((place, str(path)) for place, path in found if place is not None)
    return shortened_name(ranked[0][1]) if ranked else ""


def holds_any(folder: Path, exercises: Iterable[Exercise]) -> bool:
    """Whether anything that stands in a folder is called like one of the exercises."""
    wanted = list(exercises)
    return any(NUMBERED.match(each.name) and any(is_like(each.name, one) for one in wanted) for each in entries(folder))


def rank(path: PurePosixPath, exercise: Exercise) -> tuple[int, bool, int] | None:
    """How much a file looks like the learner's, the least first; None for one that does not at all."""
    own, name = exercise.facts.file, path.name
    if len(path.parts) > 1 and not any(is_like(part, exercise) for part in path.parts[:-1]):
        return None
    if name == own:
        likeness = 0
    elif name.casefold() == own.casefold():
        likeness = 1
    elif around(own.removesuffix(".py")).fullmatch(name) and PurePosixPath(name).suffix.casefold() in SOURCES:
        likeness = 2 if name.casefold().endswith(".py") else 3
    else:
        return None
    return likeness, path.parts[0] != exercise.id, len(path.parts)


def is_like(name: str, exercise: Exercise) -> bool:
    """Whether a folder's name is the exercise's, but for its number, the signs between its words and what follows."""
    return around(exercise.name, f"(?:0*{exercise.number}[\\W_]*)?").fullmatch(name) is not None


def around(name: str, before: str = "(?:.*[^a-zA-Z])?") -> re.Pattern[str]:
    """What fits a name with other letters around it, as in `my_bind`, `bind (1)` and `Bind-main`."""
    words = r"[\W_]*".join(map(re.escape, name.split("_")))
    return re.compile(f"{before}{words}(?:[^a-zA-Z].*)?", re.IGNORECASE | re.DOTALL)


def files_in(folder: Path, exercise: Exercise) -> Iterator[PurePosixPath]:
    """The regular files below a folder, but for those of other exercises, up to a limit."""
    waiting, opened = [PurePosixPath(".")], 0
    while waiting and opened < FOLDERS_AT_MOST:
        here = waiting.pop(0)
        opened += 1
        for entry in entries(folder / here):
            path = here / entry.name
            if entry.is_file(follow_symlinks=False):
                yield path
            elif len(path.parts) <= LEVELS and entry.is_dir(follow_symlinks=False) and not of_another(path, exercise):
                waiting.append(path)


def of_another(path: PurePosixPath, exercise: Exercise) -> bool:
    """Whether a folder is called like another exercise."""
    return NUMBERED.match(path.name) is not None and not is_like(path.name, exercise)


def entries(folder: Path) -> "list[os.DirEntry[str]]":
    """What stands in a folder, without what is hidden or made by Python; nothing where it cannot be read."""
    found: list[os.DirEntry[str]] = []
    try:
        with os.scandir(folder) as every:
            for entry in every:
                if not entry.name.startswith((".", "__")) and len(found) < ENTRIES_AT_MOST:
                    found.append(entry)
    except OSError:
        return []
    return sorted(found, key=lambda entry: entry.name)


def spelled_otherwise(folder: Path, name: str) -> str:
    """How a folder itself spells a name that it holds in other capitals; empty where it has that very name, or none.

    Windows and macOS find a file by such a name, and Linux does not.
    """
    names = [entry.name for entry in entries(folder)]
    return (
        ""
        if name in names
        else next((shortened_name(each) for each in names if each.casefold() == name.casefold()), "")
    )


def strange_folders(folder: Path, known: Iterable[str]) -> list[str]:
    """The folders that are called like an exercise (a number, then a name) and are none of those that are known."""
    names = frozenset(known)
    return [
        shortened_name(entry.name)
        for entry in entries(folder)
        if entry.name not in names
        and NUMBERED.match(entry.name)
        and not entry.name.endswith(KEPT)
        and entry.is_dir(follow_symlinks=False)
    ]


def shortened_name(name: str) -> str:
    """A name in one line, whatever it holds."""
    return as_line(name, NAME_AT_MOST)
