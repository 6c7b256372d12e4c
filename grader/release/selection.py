"""Which files of the grader leave the teacher's copy. What is not named here stays.

A suite's files and the commands are taken by name, so that whatever else lies beside them (a copy, a draft, another
command for teachers) stays at home. Of the rest of the grader go the packages that are named here, and where git knows
the course only what git knows.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.course.exercise import Exercise
from grader.release.source import GRADER, File, read_course_file

COMMANDS = ("grade", "watch", "hint", "peer", "list", "reset", "doctor")
BESIDE_COMMANDS = ("__init__", "options", "report")  # without a session of their own
TEACHERS = ("release", "classes", "verify")
SUITE = ("checks.py", "mistakes.py", "host.py", "manual_peer.py", "hints.md", "hints.zh-CN.md", "stub.py.txt")
HIDDEN = "hidden.py"
PACKAGES = (
    *("model", "texts", "storage", "sourcefile", "child", "sandbox", "wire", "program", "course", "result"),
    *("submission", "harness", "advice", "grading", "report", "learner"),
)
SUFFIXES = (".py", ".mo")


def of_grader(exercises: Iterable[Exercise], hidden: bool = False) -> list[File]:
    """The grader as it leaves the teacher's copy, with the suites of these exercises.

    The checks on push come with it only if `hidden`, for a place where the teacher's own grading runs.
    """
    names = {each.id for each in exercises}
    known = tracked(GRADER)  # a new suite need not be known yet: its files are named one by one
    inside = ((path, path.relative_to(GRADER).as_posix()) for path in found(GRADER))
    paths = (
        path
        for path, name in inside
        if leaves(name, names, hidden) and (known is None or name in known or name.startswith("suites/"))
    )
    files = [File(path.relative_to(GRADER.parent).as_posix(), read_course_file(path)) for path in paths]
    return sorted(files, key=lambda file: file.path)


def tracked(folder: Path) -> set[str] | None:
    """What git knows below a folder, by paths from there; None where the folder is not git's."""
    try:
        asked = ["git", "-C", str(folder), "ls-files", "-z"]
        said = subprocess.run(asked, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return {name for name in os.fsdecode(said).split("\0") if name} or None


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
    return (not rest or first in PACKAGES) and parts[-1] != HIDDEN and name.endswith(SUFFIXES)


def suite_leaves(parts: list[str], exercises: set[str], hidden: bool) -> bool:
    """Whether a file below `suites` leaves the teacher's copy."""
    if len(parts) == 1:
        return parts == ["pytest.ini"]
    folder, *rest = parts
    return folder in exercises and rest in [[each] for each in (*SUITE, *([HIDDEN] if hidden else []))]
