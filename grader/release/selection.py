"""Which files of the grader leave the teacher's copy. What is not named here stays.

A suite's files and the commands are taken by name, so that whatever else lies beside them (a copy, a draft, another
command for teachers) stays at home.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.course import Exercise
from grader.release.source import GRADER, File, read

COMMANDS = ("grade", "watch", "hint", "peer", "list", "reset", "doctor")
BESIDE_COMMANDS = ("__init__", "options", "report")  # without a session of their own
TEACHERS = ("release", "classes", "prove.py", "prove_aids.py")
SUITE = ("checks.py", "mistakes.py", "host.py", "by_hand.py", "hints.md", "hints.zh-CN.md", "stub.py.txt")
HIDDEN = "hidden.py"
SUFFIXES = (".py", ".mo")


def of_grader(exercises: Iterable[Exercise], hidden: bool = False) -> list[File]:
    """The grader as it leaves the teacher's copy, with the suites of these exercises.

    The checks on push come with it only if `hidden`, for a place where the teacher's own grading runs.
    """
    names = {each.id for each in exercises}
    paths = (path for path in found(GRADER) if leaves(path.relative_to(GRADER).as_posix(), names, hidden))
    files = [File(path.relative_to(GRADER.parent).as_posix(), read(path)) for path in paths]
    return sorted(files, key=lambda file: file.path)


def found(folder: Path) -> Iterator[Path]:
    """The regular files below a folder; a link is none of them."""
    for place, _folders, names in os.walk(folder):
        paths = (Path(place, name) for name in names)
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def leaves(name: str, exercises: set[str], hidden: bool) -> bool:
    """Whether a file of the grader leaves the teacher's copy; `name` is its path from the grader's folder."""
    first, *rest = parts = name.split("/")
    if any(part.startswith(".") for part in parts) or first in TEACHERS:
        return False
    if first == "commands":
        return rest in [[f"{each}.py"] for each in (*BESIDE_COMMANDS, *COMMANDS)]
    if first == "suites":
        return suite_leaves(rest, exercises, hidden)
    return name.endswith(SUFFIXES)


def suite_leaves(parts: list[str], exercises: set[str], hidden: bool) -> bool:
    """Whether a file below `suites` leaves the teacher's copy."""
    if len(parts) == 1:
        return parts == ["pytest.ini"]
    folder, *rest = parts
    return folder in exercises and rest in [[each] for each in (*SUITE, *([HIDDEN] if hidden else []))]
