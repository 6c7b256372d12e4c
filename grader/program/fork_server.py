"""The grader's side of the fork server (child/fork_server.py): a process that forks a program for each request."""

import contextlib
import socket
import subprocess

from grader.program.interpreters import start_interpreter
from grader.sandbox import process_tree
from grader.sandbox.levels import Level


class ForkServer:
    """One fork server, started with the first request, and again after it has ended."""

    def __init__(self, level: Level) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._level = level
        self._control: socket.socket | None = None
        self._firsts: list[int] = []

    def request(self, descriptors: list[int]) -> None:
        """Request a program that gets these descriptors. OSError if the server has ended meanwhile."""
        if self.process is not None and self.process.poll() is not None:
            self.stop()
        if self._control is None:
            self._control, theirs = socket.socketpair()
            with theirs:
                self.process = start_interpreter("fork_server.py", theirs, self._level)
        socket.send_fds(self._control, [b"p"], descriptors)

    def note_first_process(self) -> None:
        """Remember the first process of the sandbox, once a program runs in it: stop() may have to reap the process."""
        if self.process is not None and not self._firsts:
            self._firsts = process_tree.children_of(self.process.pid)

    def stop(self) -> None:
        """Stop it, and wait until it has ended."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1.0)
            self.process.kill()
            self.process.wait()
            process_tree.STARTED.discard(self.process.pid)
            self.process = None
            process_tree.reap(self._firsts)  # bwrap may end before it has reaped its first process
            self._firsts = []
