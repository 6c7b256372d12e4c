"""Handles of a program's process: its PID, how to kill it, its exit status.

ChildHandle       a child of this process: one that it started, or one that the fork server started and this process
                  adopted (`of_forked`)
NamespaceHandle   a process in namespaces of its own, killed through their init process
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from typing import Protocol

from grader.model.errors import GraderError
from grader.sandbox import process_tree
from grader.sandbox.init_process import InitProcess
from grader.wire.waiting import wait_ready

END_WITHIN = 20.0  # seconds that the kernel may need to end a process on a busy machine
POLL_EVERY = 0.01  # seconds between two polls on systems without an event for the end of a process


class Handle(Protocol):
    """The process of a program, as the grader sees it.

    `adopter` is the process that adopts its orphans; the descendants of `root` are counted as its processes.
    """

    pid: int
    adopter: int
    root: int

    def end_descriptor(self) -> int | None:
        """A descriptor that is readable once the program has ended; None if the system has none."""

    def poll(self) -> int | None:
        """The exit status (negative: the signal that ended it); None while it runs."""

    def end(self) -> None:
        """Kill it and its descendants, and wait until it has ended. GraderError if that fails."""

    def close(self) -> None:
        """Close the descriptors."""


class ChildHandle:
    """A child of this process. `reap` returns its exit status once, when it has ended."""

    def __init__(self, pid: int, reap: Callable[[], int | None]) -> None:
        self.pid = self.root = pid
        self.adopter = os.getpid()
        self._reap = reap
        self._status: int | None = None
        self._pidfd: int | None = None
        process_tree.STARTED.add(pid)
        if hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(pid)

    def end_descriptor(self) -> int | None:
        """Its pidfd (pidfd_open(2))."""
        return self._pidfd

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        if self._status is None:
            self._status = self._reap()
            if self._status is not None:
                process_tree.STARTED.discard(self.pid)
        return self._status

    def end(self) -> None:
        """Kill it and its descendants; if it has already ended, kill the rest of its process group."""
        if self.poll() is not None:
            if os.name == "posix":
                with contextlib.suppress(OSError):
                    os.killpg(self.pid, signal.SIGKILL)
            return
        process_tree.kill_tree(self.pid)
        until = time.monotonic() + END_WITHIN
        while self.poll() is None:
            if time.monotonic() > until:
                raise GraderError(f"process {self.pid} cannot be ended")
            wait_ready([] if self._pidfd is None else [self._pidfd], [], POLL_EVERY)

    def close(self) -> None:
        """Close the pidfd."""
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None


class NamespaceHandle:
    """A process in namespaces of its own. The kernel kills all processes in them once the init process has ended."""

    def __init__(self, pid: int, init: InitProcess) -> None:
        self.pid = pid
        self.adopter = self.root = init.pid
        self._init = init
        self._status: int | None = None

    def end_descriptor(self) -> int | None:
        """The socket through which the init process reports the end."""
        return self._init.fileno() if self._status is None else None

    def poll(self) -> int | None:
        """Its exit status, as the init process reports it."""
        if self._status is None:
            self._status = self._init.status()
        return self._status

    def end(self) -> None:
        """Kill the init process, and with it all processes in its namespaces."""
        self._init.end()
        self.poll()

    def close(self) -> None:
        """Close the socket."""
        self._init.close()


def of_forked(pid: int) -> Handle:
    """The handle of a process that the fork server started and this process adopted (a subreaper, prctl(2))."""

    def reap() -> int | None:
        with contextlib.suppress(ChildProcessError):
            done, how = os.waitpid(pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(how)
        return None

    return ChildHandle(pid, reap)
