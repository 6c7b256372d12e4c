"""Select the files of the grader for a release, by an allowlist.

Files of a suite and commands are selected by name, so that other files beside them (a copy, a draft, a command for
teachers) are not released. The rest are the top-level modules and the listed packages. Outside the suites, in a git
repository, only tracked files are released.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.course import ways
from grader.course.exercise import Exercise
from grader.release.source import GRADER, ROOT, File, read_course_file

COMMANDS = ("grade", "watch", "hint", "peer", "compare", "list", "reset", "doctor")
BESIDE_COMMANDS = ("__init__", "options", "report")  # without a nox session
TEACHERS = ("release", "classes", "verify")
SUITE = ("checks.py", "mistakes.py", "host.py", "manual_peer.py", "hints.md", "hints.zh-CN.md", "stub.py.txt")
HIDDEN = "hidden.py"
PACKAGES = (
    *("model", "texts", "storage", "sourcefile", "child", "sandbox", "wire", "program", "course", "result"),
    *("submission", "harness", "advice", "grading", "report", "learner"),
)
SUFFIXES = (".py", ".mo")
SOLUTIONS = "solutions"


def of_grader(exercises: Iterable[Exercise], hidden: bool = False) -> list[File]:
    """The files of the grader for a release, with the suites of these exercises.

    The hidden checks are included only with `hidden`, for a place where the teacher's own grading runs.
    """
    names = {each.id for each in exercises}
    known = tracked(GRADER)  # the files of a new suite may be untracked: they are named one by one
    inside = ((path, path.relative_to(GRADER).as_posix()) for path in found(GRADER))
    paths = (
        path
        for path, name in inside
        if is_released(name, names, hidden) and (known is None or name in known or name.startswith("suites/"))
    )
    files = [File(path.relative_to(GRADER.parent).as_posix(), read_course_file(path)) for path in paths]
    return sorted(files, key=lambda file: file.path)


def of_solutions(exercises: Iterable[Exercise]) -> list[File]:
    """The files that `compare` shows: each reference solution, the accepted ways and their titles.

    In a git repository only tracked ways are released: others are drafts.
    """
    solutions = ROOT / SOLUTIONS
    known = tracked(solutions)
    paths = []
    for each in exercises:
        folder = solutions / each.id
        paths += [folder / each.facts.file, *folder.glob(ways.TITLES)]
        accepted = (path for path in found(folder / ways.ACCEPTED) if path.parent.name == ways.ACCEPTED)
        for path in accepted:
            if path.suffix == ".py" and (known is None or path.relative_to(solutions).as_posix() in known):
                paths.append(path)
    return [File(path.relative_to(ROOT).as_posix(), read_course_file(path)) for path in paths]


def tracked(folder: Path) -> set[str] | None:
    """The paths of tracked files below a folder; None outside a git repository, or if none is tracked."""
    try:
        command = ["git", "-C", str(folder), "ls-files", "-z"]
        listed = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return {name for name in os.fsdecode(listed).split("\0") if name} or None


def found(folder: Path) -> Iterator[Path]:
    """The regular files below a folder, without links."""
    for place, _folders, names in os.walk(folder):
        paths = (Path(place, name) for name in names)
        yield from (path for path in paths if path.is_file() and not path.is_symlink())


def is_released(name: str, exercises: set[str], hidden: bool) -> bool:
    """Whether a file of the grader is released; `name` is its path from the grader's folder."""
    first, *rest = parts = name.split("/")
    if any(part.startswith(".") for part in parts) or first in TEACHERS:
        return False
    if first == "commands":
        return rest in [[f"{each}.py"] for each in (*BESIDE_COMMANDS, *COMMANDS)]
    if first == "suites":
        return is_released_suite_file(rest, exercises, hidden)
    return (not rest or first in PACKAGES) and parts[-1] != HIDDEN and name.endswith(SUFFIXES)


def is_released_suite_file(parts: list[str], exercises: set[str], hidden: bool) -> bool:
    """Whether a file below `suites` is released."""
    if len(parts) == 1:
        return parts == ["pytest.ini"]
    folder, *rest = parts
    return folder in exercises and rest in [[each] for each in (*SUITE, *([HIDDEN] if hidden else []))]
