"""Write a file in one step (write a temporary file, then rename it), or append to a file.

A reader sees the whole old content or the whole new content: rename(2) replaces a file in one step.
"""

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.model.errors import UsageError
from grader.texts.language import _

PRIVATE, PUBLIC = 0o600, 0o644


def can_write(path: Path) -> None:
    """UsageError where `path` cannot be written. Called before a grading, so that its result is not lost."""
    with explain_failed_write(path):
        if path.is_dir():
            raise UsageError(_("{path} is a folder; name a file").format(path=path))
        if not path.parent.is_dir():
            said = _("there is no folder {folder} to write {name} into")
            raise UsageError(said.format(folder=path.parent, name=path.name))
        if path.exists() and not path.is_file():
            raise UsageError(_("{path} is not an ordinary file; name another one").format(path=path))
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}."):
            pass


def can_append(path: Path) -> None:
    """UsageError where appending to `path` fails. Its content is not changed."""
    if not path.is_file():
        can_write(path)
        return
    with explain_failed_write(path), path.open("ab"):
        pass


@contextlib.contextmanager
def explain_failed_write(path: Path) -> Iterator[None]:
    """Turn an OSError in the block into a UsageError: `path` cannot be written."""
    try:
        yield
    except OSError as error:
        said = _("{path} cannot be written: {reason}")
        raise UsageError(said.format(path=path, reason=error.strerror or error)) from error


def append(data: bytes, path: Path) -> None:
    """Append to a file. A last line without a line end first gets one."""
    with path.open("a+b") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                data = b"\n" + data
        file.write(data)


def write(
    data: bytes, path: Path, *, mode: int | None = None, follow_link: bool = True, temporary: Path | None = None
) -> None:
    """Write a file in one step. OSError if that fails; `path` is then unchanged.

    `mode` is the file's permissions; None keeps those of the replaced file; a new file gets what the umask
    allows. `follow_link` writes where a link points; otherwise the link itself is replaced. `temporary` is the file to
    write first, on the same file system; None for one beside `path`.
    """
    path = path.resolve() if follow_link else path
    mode = mode_of(path) if mode is None else mode
    with replacing(path, temporary) as unfinished:
        # The umask can be read only by changing it for all threads. The system applies it where a file is created.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(unfinished, flags, 0o666 if mode is None else mode), "wb") as file:
            file.write(data)
        if mode is not None and mode & 0o077:  # the umask may have cleared bits of the group and of others
            os.chmod(unfinished, mode)


@contextlib.contextmanager
def replacing(path: Path, temporary: Path | None = None) -> Iterator[Path]:
    """Yield a temporary path, and rename that file to `path` when the block ends; remove it where the block raises."""
    unfinished = temporary or path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        yield unfinished
        os.replace(unfinished, path)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def create(data: bytes, path: Path) -> None:
    """Write a new file that is on the disk when this returns (fsync). FileExistsError where `path` exists."""
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            path.unlink()
            raise


def mode_of(path: Path) -> int | None:
    """The permissions of a file; None where it does not exist."""
    try:
        return stat.S_IMODE(path.stat().st_mode) & 0o777
    except FileNotFoundError:
        return None
