"""Inside the learner's process: the lines that go to the grader."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    import socket


class Channel:
    """The socket to the grader; it carries lines of UTF-8."""

    def __init__(self, grader: socket.socket) -> None:
        self._socket = grader  # this reference keeps it open
        self._send = grader.sendall  # bound now: the trace and the program replace the class later
        self._number = grader.fileno()
        self._identity = identity(self._number)
        self._lost = False

    def send_line(self, *fields: object) -> None:
        """Send one line of fields, separated by tabs."""
        # The program may have closed all descriptors and reused the number for a socket of its own.
        if self._lost or identity(self._number) != self._identity:
            self._lost = True
            return
        line = "\t".join(map(str, fields))
        if line.count("\t") >= len(fields):
            line = "\t".join(str(each).replace("\t", " ") for each in fields)
        try:
            self._send(line.encode("utf-8", "backslashreplace").replace(b"\n", b" ") + b"\n")
        except OSError:
            self._lost = True  # the grader has exited, or the program closed the descriptor


def identity(number: int) -> tuple[int, int] | None:
    """Device and inode of a descriptor, to detect that its number was reused; None if it is closed, or not on POSIX."""
    if os.name != "posix":
        return None  # on Windows a socket is not a file descriptor and cannot be closed by its number
    try:
        known = os.fstat(number)
    except OSError:
        return None
    return known.st_dev, known.st_ino
