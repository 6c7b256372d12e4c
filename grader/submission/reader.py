"""What a learner handed in, read as data: no code of theirs runs or is imported here.

Only regular files up to a limit are taken; they are copied into the scratch folder of each program.
"""

import io
import os
import stat
import sys
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.sourcefile.encodings import is_for_programs
from grader.storage.bounded import NotRegularError, read_regular
from grader.submission import misplaced
from grader.submission.work import Work
from grader.texts.language import _

EXERCISES = "exercises"
BESIDE = ("noxfile.py", ".git")  # what stands beside it in a copy of the course
FILE_AT_MOST = 256 << 10  # bytes
FILES_AT_MOST = 32


@dataclass(frozen=True)
class Unreadable:
    """The learner's file cannot be graded: one line that says why and what to do."""

    reason: str


Taken = dict[str, Work | Unreadable]  # by the exercise's id


def take(folder: Path, exercises: Sequence[Exercise]) -> Taken:
    """Read everything that is to be graded."""
    return {each.id: read(folder, each) for each in exercises}


def must_hold_something(folder: Path, exercises: Sequence[Exercise]) -> None:
    """Refuse a folder that holds nothing like an exercise: most likely another one was meant.

    It is for whoever was told the folder by a person. `exercises` of a copy of the course is never refused.
    """
    must_be_there(folder)
    if not is_of_a_course(folder) and not misplaced.holds_any(folder, exercises):
        names = ", ".join(each.id for each in exercises[:3])
        said = _("nothing to grade in {folder}: it holds no folder such as {names}")
        raise UsageError(said.format(folder=folder, names=names))


def must_be_there(folder: Path) -> None:
    """Refuse a folder that is not there, but for the `exercises` of a copy of the course: those were deleted."""
    try:
        os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        if not is_of_a_course(folder):
            raise UsageError(_("there is no folder {folder}").format(folder=folder)) from None
    except OSError as error:
        raise UsageError(_("{path} cannot be read: ").format(path=folder) + (error.strerror or str(error))) from error


def is_of_a_course(folder: Path) -> bool:
    """Whether this is where a copy of the course has its exercises, whatever became of them."""
    return folder.name == EXERCISES and any(os.path.exists(folder.parent / name) for name in BESIDE)


def read(folder: Path, exercise: Exercise) -> Work | Unreadable:
    """Read the learner's file of an exercise, with the small modules and packages beside it."""
    data = text_of(folder, exercise)
    if isinstance(data, Unreadable):
        return data
    inside = folder / exercise.id
    files = {exercise.facts.file: data}
    found = [*inside.glob("*.py"), *(each for each in inside.glob("*/*.py") if is_in_package(each))]
    modules = sorted(each for each in found if can_be_imported(each.relative_to(inside).parts))
    for other in modules[:FILES_AT_MOST]:
        name = other.relative_to(inside)
        if name.as_posix() in files or name.parts[0].removesuffix(".py") in sys.stdlib_module_names:
            continue
        beside = regular(other) if not other.parent.is_symlink() else ""
        if isinstance(beside, bytes):
            files[name.as_posix()] = beside
    return Work(exercise.facts.file, files, exercise.host(), exercise.facts.steps, exercise.facts.limits)


def can_be_imported(parts: Sequence[str]) -> bool:
    """Whether a path from an exercise's folder on is a module's, by its name: a.py, a/b.py.

    No other one is of use to a program, and some are no texts at all.
    """
    *packages, module = parts
    return module.endswith(".py") and all(each.isidentifier() for each in (*packages, module.removesuffix(".py")))


def is_in_package(path: Path) -> bool:
    """Whether a module's folder says that it is a package."""
    return os.path.lexists(path.parent / "__init__.py")


def text_of(folder: Path, exercise: Exercise) -> bytes | Unreadable:
    """Read the learner's file of an exercise by itself; it is Python source in an encoding that it names."""
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
    data = regular(path)
    if isinstance(data, str):
        return Unreadable(data.format(path=shown))
    wrong = not_a_text(data)
    if wrong:
        return Unreadable(f"{shown}: {wrong}")
    return data


def missing(folder: Path, exercise: Exercise) -> str:
    """One line for a file that is not there: what is there in its place, and how to get it back."""
    inside, shown, number = folder / exercise.id, f"{exercise.id}/{exercise.facts.file}", exercise.id[:2]
    found = misplaced.likely(folder, exercise)
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


def regular(path: Path) -> bytes | str:
    """The bytes of a regular file, or why it is not read (a text with a place for the path)."""
    try:
        data = read_regular(path, FILE_AT_MOST + 1)
    except NotRegularError:
        return _("{path} is not a regular file")
    except OSError as error:
        return _("{path} cannot be read: ") + (error.strerror or str(error)).replace("{", "").replace("}", "")
    if len(data) > FILE_AT_MOST:
        return _("{path} is larger than {most} kB; an exercise needs a few lines").replace(
            "{most}", str(FILE_AT_MOST >> 10)
        )
    return data


def not_a_text(data: bytes) -> str | None:
    """Why these bytes are no Python source in the encoding that they name (UTF-8 if none); None if they are."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("it is saved as UTF-16; save it as UTF-8 in your editor")
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        encoding = "utf-8"
    if not is_for_programs(encoding):
        return _(
            "its first lines name the encoding {encoding}, which is not one for programs; save it as UTF-8"
        ).format(encoding=encoding)
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _("line {line} is not {encoding}; save the file as UTF-8 in your editor").format(
            line=line, encoding=encoding.upper()
        )
    return None


def like_standard_modules(folder: Path, exercise: Exercise) -> list[str]:
    """Names in the exercise's folder that hide a standard module when the learner runs the program by hand."""
    try:
        names = sorted(os.listdir(folder / exercise.id))
    except OSError:
        return []
    return [
        name
        for name in names
        if name.removesuffix(".py") in sys.stdlib_module_names
        and (name.endswith(".py") or (folder / exercise.id / name).is_dir())
    ]
