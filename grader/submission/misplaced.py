"""Find files that look like a learner's work in the wrong place: renamed, copied, or unpacked one folder too deep.

They are reported and never graded: only the learner knows whether such a file is the work or an old copy.
"""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from grader.course.exercise import Exercise
from grader.texts.wording import as_line

LEVELS = 3  # of nested folders at most
FOLDERS_AT_MOST = 200
ENTRIES_AT_MOST = 500  # of one folder
NAME_AT_MOST = 80  # characters of a name that are shown
SOURCES = (".py", ".pyw", ".txt", ".bak", ".orig", "")
NUMBERED = re.compile(r"\d{1,2}(?!\d)[\W_]*[^\W\d_]")
BACKUPS = (".bak", ".orig", "~")


def likeliest_file(folder: Path, exercise: Exercise) -> str:
    """The file that looks most like the learner's, as a path from `folder`; empty for none."""
    found = [(rank(path, exercise), path) for path in files_in(folder, exercise)]
    ranked = sorted((place, str(path)) for place, path in found if place is not None)
    return shortened_name(ranked[0][1]) if ranked else ""


def holds_any(folder: Path, exercises: Iterable[Exercise]) -> bool:
    """Whether a folder holds anything with a name like one of the exercises."""
    wanted = list(exercises)
    return any(NUMBERED.match(each.name) and any(is_like(each.name, one) for one in wanted) for each in entries(folder))


def rank(path: PurePosixPath, exercise: Exercise) -> tuple[int, bool, int] | None:
    """A sort key, smallest for the file that looks most like the learner's; None for one that does not look like it."""
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
    """Whether a folder is named like the exercise. The number, the separators of the words and a suffix may differ."""
    return around(exercise.name, f"(?:0*{exercise.number}[\\W_]*)?").fullmatch(name) is not None


def around(name: str, before: str = "(?:.*[^a-zA-Z])?") -> re.Pattern[str]:
    """A pattern for a name with other text around it: `my_bind`, `bind (1)`. `before` matches the text before it."""
    words = r"[\W_]*".join(map(re.escape, name.split("_")))
    return re.compile(f"{before}{words}(?:[^a-zA-Z].*)?", re.IGNORECASE | re.DOTALL)


def files_in(folder: Path, exercise: Exercise) -> Iterator[PurePosixPath]:
    """The regular files below a folder, except in folders of other exercises, up to a number and depth of folders."""
    waiting, opened = [PurePosixPath(".")], 0
    while waiting and opened < FOLDERS_AT_MOST:
        here = waiting.pop(0)
        opened += 1
        for entry in entries(folder / here):
            path = here / entry.name
            if entry.is_file(follow_symlinks=False):
                yield path
            elif NUMBERED.match(path.name) and not is_like(path.name, exercise):
                continue  # the folder of another exercise
            elif len(path.parts) <= LEVELS and entry.is_dir(follow_symlinks=False):
                waiting.append(path)


def entries(folder: Path) -> "list[os.DirEntry[str]]":
    """At most ENTRIES_AT_MOST entries of a folder, without names like `.git` and `__pycache__`; none if unreadable."""
    try:
        with os.scandir(folder) as every:
            found = list(islice((each for each in every if not each.name.startswith((".", "__"))), ENTRIES_AT_MOST))
    except OSError:
        return []
    return sorted(found, key=lambda entry: entry.name)


def spelled_otherwise(folder: Path, name: str) -> str:
    """A name in a folder that differs from `name` only in case; empty where there is none, or `name` is there too.

    Windows and macOS find a file by such a name, Linux does not.
    """
    names = [entry.name for entry in entries(folder)]
    if name in names:
        return ""
    return next((shortened_name(each) for each in names if each.casefold() == name.casefold()), "")


def strange_folders(folder: Path, known: Iterable[str]) -> list[str]:
    """The folders named like an exercise (a number, then a name), except known ones and backups."""
    names = frozenset(known)
    return [
        shortened_name(entry.name)
        for entry in entries(folder)
        if entry.name not in names
        and NUMBERED.match(entry.name)
        and not entry.name.endswith(BACKUPS)
        and entry.is_dir(follow_symlinks=False)
    ]


def shortened_name(name: str) -> str:
    """A name as one line of limited length."""
    return as_line(name, NAME_AT_MOST)
