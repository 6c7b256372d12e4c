"""Names of modules in a learner's folder: which can be imported, and which hide a standard module."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from grader.course.exercise import Exercise


def can_be_imported(parts: Sequence[str]) -> bool:
    """Whether Python can import the file at this path (its parts from the exercise's folder): a.py, a/b.py.

    Other files are not read, because a program cannot import them.
    """
    *packages, module = parts
    return module.endswith(".py") and all(each.isidentifier() for each in (*packages, module.removesuffix(".py")))


def is_in_package(path: Path) -> bool:
    """Whether a module lies in a package: beside an `__init__.py`."""
    return os.path.lexists(path.parent / "__init__.py")


def hides_standard_module(name: str) -> bool:
    """Whether a file or folder has the name of a module of the standard library: socket.py, json/."""
    return name.removesuffix(".py") in sys.stdlib_module_names


def like_standard_modules(folder: Path, exercise: Exercise) -> list[str]:
    """Names in the exercise's folder that hide a standard module when the learner runs the program by hand."""
    try:
        names = sorted(os.listdir(folder / exercise.id))
    except OSError:
        return []
    return [
        name
        for name in names
        if hides_standard_module(name) and (name.endswith(".py") or (folder / exercise.id / name).is_dir())
    ]
