"""The keeper of a program's room, as the grader sees it: who it is, what it tells, and how it is ended.

Both numbers, the keeper's and the program's, come from the kernel, which turns them from one process namespace into
another (SCM_CREDENTIALS, unix(7)): what a process says about itself is never asked.
"""

import contextlib
import os
import select
import signal
import socket
import struct
import time

from grader.model.errors import GraderError

_CREDENTIALS = struct.Struct("=iII")  # pid, uid, gid
_END_WITHIN = 20.0  # seconds; far more than the kernel needs to end a whole namespace on a busy machine


def numbered() -> tuple[socket.socket, socket.socket]:
    """A pair of sockets; with what comes to the first, the kernel tells who has sent it."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def hear_from(ours: socket.socket, until: float) -> tuple[int, bytes]:
    """The number of the process that spoke first, and what it said. GraderError where nobody does."""
    ours.settimeout(max(0.001, until - time.monotonic()))
    try:
        data, extra, _flags, _address = ours.recvmsg(1 << 16, socket.CMSG_SPACE(_CREDENTIALS.size))
    except OSError as error:
        raise GraderError("no process could be started for the learner's program") from error
    for level, kind, value in extra:
        if data and (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            return _CREDENTIALS.unpack(value[: _CREDENTIALS.size])[0], data
    raise GraderError("no room could be made for the learner's program")


class Keeper:
    """One keeper. `pid` is its number as the grader sees it."""

    def __init__(self, end: socket.socket, until: float) -> None:
        self._end = end
        self.pid, said = hear_from(end, until)
        end.setblocking(False)
        self._said = said[1:]
        self._pidfd: int | None = None
        with contextlib.suppress(ProcessLookupError):  # the program has ended already, and the room with it
            self._pidfd = os.pidfd_open(self.pid)

    def fileno(self) -> int:
        """A descriptor that is readable once the program has ended; -1 once the room is closed."""
        return self._end.fileno()

    def status(self) -> int | None:
        """The program's exit status (negative: the signal that ended it); None while it runs."""
        if len(self._said) < 4:
            try:
                came = self._end.recv(16)
            except BlockingIOError:
                return None
            except OSError:
                came = b""
            self._said += came
            if not came:
                return -signal.SIGKILL  # the room was ended with the program in it
        return os.waitstatus_to_exitcode(int.from_bytes(self._said[:4], "big")) if len(self._said) >= 4 else None

    def end(self) -> None:
        """Kill whatever is in the room, and wait until it is gone. GraderError where that cannot be done."""
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            gone = select.poll()
            gone.register(self._pidfd, select.POLLIN)
            if not gone.poll(_END_WITHIN * 1000):
                raise GraderError(f"process {self.pid} cannot be ended")
            os.close(self._pidfd)
            self._pidfd = None

    def close(self) -> None:
        """Hear no more of it."""
        self._end.close()
