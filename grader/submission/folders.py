"""Refuse to grade a folder that the user named by mistake."""

import os
from collections.abc import Sequence
from pathlib import Path

from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.submission import misplaced
from grader.texts.language import _

EXERCISES = "exercises"
BESIDE = ("noxfile.py", ".git")  # a copy of the course has one of these beside `exercises`


def must_hold_something(folder: Path, exercises: Sequence[Exercise]) -> None:
    """UsageError if a folder has nothing like an exercise: the user probably meant another folder.

    The folder `exercises` of a copy of the course is always accepted.
    """
    must_be_there(folder)
    if not is_of_a_course(folder) and not misplaced.holds_any(folder, exercises):
        said = _("nothing to grade in {folder}: it holds no folder such as {names}")
        raise UsageError(said.format(folder=folder, names=", ".join(each.id for each in exercises[:3])))


def must_be_there(folder: Path) -> None:
    """UsageError for a folder that does not exist. A deleted `exercises` in a copy of the course is accepted."""
    try:
        os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        if not is_of_a_course(folder):
            raise UsageError(_("there is no folder {folder}").format(folder=folder)) from None
    except OSError as error:
        raise UsageError(_("{path} cannot be read: ").format(path=folder) + (error.strerror or str(error))) from error


def is_of_a_course(folder: Path) -> bool:
    """Whether this is the folder `exercises` of a copy of the course. It need not exist."""
    return folder.name == EXERCISES and any(os.path.exists(folder.parent / name) for name in BESIDE)
