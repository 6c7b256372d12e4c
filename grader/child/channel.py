"""Inside the learner's process: the lines that go to the grader."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # `typing` itself would cost each program milliseconds
if TYPE_CHECKING:
    import socket


class Channel:
    """The socket to the grader, for lines of UTF-8."""

    def __init__(self, grader: socket.socket) -> None:
        self._socket = grader  # kept open
        self._send = grader.sendall  # the real class's method, out of reach of later patches
        self._number = grader.fileno()
        self._identity = identity(self._number)
        self._lost = False

    def send_line(self, *fields: object) -> None:
        """Send one line of fields, with tabs between them."""
        # The program may have closed every descriptor; then the number may be that of a socket of its own.
        if self._lost or identity(self._number) != self._identity:
            self._lost = True
            return
        line = "\t".join(map(str, fields))
        if line.count("\t") >= len(fields):
            line = "\t".join(str(each).replace("\t", " ") for each in fields)
        try:
            self._send(line.encode("utf-8", "backslashreplace").replace(b"\n", b" ") + b"\n")
        except OSError:
            self._lost = True  # the grader has ended, or the program closed the descriptor


def identity(number: int) -> tuple[int, int] | None:
    """What tells a descriptor from another one with the same number; None where it is closed, and off POSIX."""
    if os.name != "posix":
        return None  # sockets are no descriptors there, and nothing closes all of them by number
    try:
        known = os.fstat(number)
    except OSError:
        return None
    return known.st_dev, known.st_ino
