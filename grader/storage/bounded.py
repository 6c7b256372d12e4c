"""Read a file that a learner may have made: only a regular one, up to a limit, without following a link."""

import os
import stat
from pathlib import Path

# O_NONBLOCK: open(2) does not wait for a FIFO that replaces the file after the check.
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotRegularError(OSError):
    """A link, a folder, a FIFO, a socket or a device."""


def read_regular(path: Path, most: int) -> bytes:
    """The first `most` bytes of a regular file. NotRegularError for any other kind, OSError where it is unreadable."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise NotRegularError(f"{path} is not a regular file")
    with open(os.open(path, FLAGS), "rb") as file:
        return file.read(most)
