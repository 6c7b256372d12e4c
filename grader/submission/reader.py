"""Read a learner's files as data: none of them is run or imported.

Only regular files up to FILE_AT_MOST bytes are read: the learner's file, and at most FILES_AT_MOST modules beside it.
"""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.exercise import Exercise
from grader.sourcefile.encodings import encoding_trouble
from grader.storage.bounded import NotRegularError, read_regular
from grader.submission import misplaced
from grader.submission.modules import can_be_imported, hides_standard_module, is_in_package
from grader.submission.work import Work
from grader.texts.language import _

FILE_AT_MOST = 256 << 10  # bytes
FILES_AT_MOST = 32


@dataclass(frozen=True)
class Unreadable:
    """The learner's file cannot be graded; `reason` says in one line why, and often what to do."""

    reason: str


Taken = dict[str, Work | Unreadable]  # by the exercise's id


def read_works(folder: Path, exercises: Sequence[Exercise]) -> Taken:
    """Read the work for each of these exercises."""
    return {each.id: read_work(folder, each) for each in exercises}


def read_work(folder: Path, exercise: Exercise) -> Work | Unreadable:
    """Read the learner's file of an exercise, with the small modules and packages beside it."""
    data = read_program(folder, exercise)
    if isinstance(data, Unreadable):
        return data
    inside = folder / exercise.id
    files = {exercise.facts.file: data}
    found = [*inside.glob("*.py"), *(each for each in inside.glob("*/*.py") if is_in_package(each))]
    modules = sorted(each for each in found if can_be_imported(each.relative_to(inside).parts))
    for other in modules[:FILES_AT_MOST]:
        name = other.relative_to(inside)
        if name.as_posix() in files or hides_standard_module(name.parts[0]):
            continue
        beside = read_file(other) if not other.parent.is_symlink() else ""
        if isinstance(beside, bytes):
            files[name.as_posix()] = beside
    return Work(exercise.facts.file, files, exercise.host(), exercise.facts.steps, exercise.facts.limits)


def read_program(folder: Path, exercise: Exercise) -> bytes | Unreadable:
    """Read the learner's file of an exercise alone. It must be text in the encoding that it names (default: UTF-8)."""
    inside = folder / exercise.id
    path = inside / exercise.facts.file
    shown = f"{exercise.id}/{exercise.facts.file}"
    try:
        if inside.is_symlink() or stat.S_ISLNK(os.lstat(path).st_mode):
            return Unreadable(_("{path} is a link; put the file itself there").format(path=shown))
    except (FileNotFoundError, NotADirectoryError):
        return Unreadable(missing(folder, exercise))
    except OSError as error:
        return Unreadable(_("{path} cannot be read: ").format(path=shown) + (error.strerror or str(error)))
    if path.is_dir():
        return Unreadable(_("{path} is a folder; it should be a file").format(path=shown))
    data = read_file(path)
    if isinstance(data, str):
        return Unreadable(data.format(path=shown))
    wrong = encoding_trouble(data)
    if wrong:
        return Unreadable(f"{shown}: {wrong}")
    return data


def missing(folder: Path, exercise: Exercise) -> str:
    """One line about a missing file: what lies there instead, and how to get the stub back."""
    inside, shown, number = folder / exercise.id, f"{exercise.id}/{exercise.facts.file}", exercise.id[:2]
    found = misplaced.likeliest_file(folder, exercise)
    if os.path.lexists(inside) and not os.path.isdir(inside):
        said = _(
            "{folder} is not a folder. Rename or delete it, then `nox -s reset -- {number}` makes the folder with the "
            "stub"
        )
    elif found:
        said = _(
            "{path} is not there, but {found} is. If that is your work, rename or move it to {path}; else "
            "`nox -s reset -- {number}` puts the stub back"
        )
    elif os.path.isdir(inside):
        said = _("{path} is not there; `nox -s reset -- {number}` puts the stub back")
    else:
        said = _(
            "{path} is not there, and its folder is not either; `nox -s reset -- {number}` makes the folder with the "
            "stub, without its README"
        )
    return said.format(path=shown, folder=exercise.id, found=found, number=number)


def read_file(path: Path) -> bytes | str:
    """The bytes of a regular file, or why it cannot be used (a text with the placeholder `{path}`)."""
    try:
        data = read_regular(path, FILE_AT_MOST + 1)
    except NotRegularError:
        return _("{path} is not a regular file")
    except OSError as error:
        return _("{path} cannot be read: ") + (error.strerror or str(error)).replace("{", "").replace("}", "")
    if len(data) > FILE_AT_MOST:
        said = _("{path} is larger than {most} kB; an exercise needs a few lines")
        return said.replace("{most}", str(FILE_AT_MOST >> 10))
    return data
