"""Reports in files: written so that a reader never meets half of one, or added to what is there."""

import os
import secrets
import stat
import tempfile
from pathlib import Path

from grader.model.errors import UsageError
from grader.texts.language import _


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
    """Write a file in one step: a temporary one beside it, then a rename. A link is followed first.

    Who may read it: those who could read the file that it replaces; a new one, those whom the umask lets.
    """
    path = path.resolve()
    name = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    mode = mode_of(path)
    # A umask cannot be asked for without being changed for every thread; whoever makes a file has it applied.
    number = os.open(
        name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666 if mode is None else mode
    )
    try:
        with open(number, "wb") as file:
            file.write(data)
        if mode is not None:
            os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise


def mode_of(path: Path) -> int | None:
    """What a file's mode allows whom; None where it is not there."""
    try:
        return stat.S_IMODE(path.stat().st_mode) & 0o777
    except FileNotFoundError:
        return None
