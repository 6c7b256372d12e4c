"""Reports in files: written so that a reader never meets half of one, or added to what is there."""

import os
import tempfile
from pathlib import Path

from grader.errors import UsageError
from grader.language import _


def can_write(path: Path) -> None:
    """UsageError where no file can be put at `path`: better told before the grading than after it."""
    try:
        if path.is_dir():
            raise UsageError(_("{path} is a folder; name a file").format(path=path))
        if not path.parent.is_dir():
            said = _("there is no folder {folder} to write {name} into")
            raise UsageError(said.format(folder=path.parent, name=path.name))
        if path.exists() and not path.is_file():
            raise UsageError(_("{path} is not an ordinary file; name another one").format(path=path))
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}."):
            pass
    except OSError as error:
        said = _("{path} cannot be written: {reason}")
        raise UsageError(said.format(path=path, reason=error.strerror or error)) from error


def can_append(path: Path) -> None:
    """UsageError where nothing can be added at the end of `path`; what is there stays as it is."""
    if not path.is_file():
        can_write(path)
        return
    try:
        with path.open("ab"):
            pass
    except OSError as error:
        said = _("{path} cannot be written: {reason}")
        raise UsageError(said.format(path=path, reason=error.strerror or error)) from error


def append(data: bytes, path: Path) -> None:
    """Add to a file that may hold something already; a last line without an end gets one."""
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                data = b"\n" + data
        file.write(data)


def write(data: bytes, path: Path) -> None:
    """Write a file in one step: a temporary one beside it, then a rename. A link is followed first."""
    path = path.resolve()
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(number, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
