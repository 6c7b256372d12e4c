"""The init process of a program's namespaces, as the grader sees it: its PID, its reports, how to kill it.

PIDs come from the kernel, which translates them from one PID namespace into another (SCM_CREDENTIALS, unix(7)). The
grader does not trust a PID that a process reports about itself.
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
_END_WITHIN = 20.0  # seconds; even on a busy machine the kernel needs far less to end a namespace


def credential_pair() -> tuple[socket.socket, socket.socket]:
    """A pair of sockets. The kernel adds the sender's PID to each message that the first one receives."""
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return ours, theirs


def receive_first(ours: socket.socket, until: float) -> tuple[int, bytes]:
    """The PID of the sender of the first message, and the message. GraderError if none arrives by `until`."""
    ours.settimeout(max(0.001, until - time.monotonic()))
    try:
        data, extra, _flags, _address = ours.recvmsg(1 << 16, socket.CMSG_SPACE(_CREDENTIALS.size))
    except OSError as error:
        raise GraderError("no process could be started for the learner's program") from error
    for level, kind, value in extra:
        if data and (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            return _CREDENTIALS.unpack(value[: _CREDENTIALS.size])[0], data
    raise GraderError("no process could be started for the learner's program")


class InitProcess:
    """The first process of a program's PID namespace. `pid` is its PID in the namespace of the grader."""

    def __init__(self, end: socket.socket, until: float) -> None:
        self._end = end
        self.pid, first = receive_first(end, until)
        end.setblocking(False)
        self._report = first[1:]
        self._pidfd: int | None = None
        with contextlib.suppress(ProcessLookupError):  # the program and its namespaces have already ended
            self._pidfd = os.pidfd_open(self.pid)

    def fileno(self) -> int:
        """A descriptor that is readable once the program has ended; -1 once it is closed."""
        return self._end.fileno()

    def status(self) -> int | None:
        """The program's exit status (negative: the signal that ended it); None while it runs."""
        if len(self._report) < 4:
            try:
                came = self._end.recv(16)
            except BlockingIOError:
                return None
            except OSError:
                came = b""
            self._report += came
            if not came:
                return -signal.SIGKILL  # the namespaces ended before the program did
        return os.waitstatus_to_exitcode(int.from_bytes(self._report[:4], "big")) if len(self._report) >= 4 else None

    def end(self) -> None:
        """Kill it and every process in its namespaces, and wait until it has ended. GraderError if that fails."""
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
        """Close its socket."""
        self._end.close()
