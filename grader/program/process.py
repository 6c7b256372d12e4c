"""A learner's program that was started: hear its channel, notice its end, end it, read what it printed."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from pathlib import Path

from grader.model.errors import GraderError
from grader.sandbox import process_tree
from grader.sandbox.init_process import Keeper
from grader.sandbox.limits import Limits

START_WITHIN = 20.0  # seconds for a bare interpreter on a machine that is busy with other work
WHERE_WITHIN = 1.5  # seconds; the answer comes within one millisecond unless the machine is busy
READ_AT_ONCE = 1 << 18  # bytes of a channel
HEARD_AT_MOST = 1 << 21  # bytes of a channel in all; see trace.LINES_AT_MOST
POLL_EVERY = 0.01  # seconds; how soon an end is noticed where the kernel tells it by no event


class Program:
    """A learner's program that was started. `folder` is where it finds its files, `keeper` that of its room.

    `read()` gives the new lines of its channel; `status` is None while it runs, else its exit status
    (negative: the signal that ended it).
    """

    def __init__(
        self,
        channel: socket.socket,
        folder: Path,
        files: dict[str, Path],
        child: subprocess.Popen[bytes] | None,
        began: float,
        keeper: Keeper | None = None,
    ) -> None:
        self.channel: socket.socket | None = channel
        self.folder = folder
        self.began = began
        self.files = files
        self.pid: int | None = child.pid if child else None
        self.status: int | None = None
        self.keeper = keeper
        self._child = child
        self._rest = b""
        self._heard = 0
        self._pidfd: int | None = None
        channel.setblocking(False)

    @property
    def pidfd(self) -> int | None:
        """A descriptor that is readable once the program has ended; None where the system has none."""
        if self.keeper is not None:
            return self.keeper.fileno() if self.status is None else None
        if self._pidfd is None and self.pid is not None and self.status is None and hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(self.pid)
        return self._pidfd

    def read(self) -> list[list[str]]:
        """The lines that have come since, each as its fields."""
        data = self._rest
        while self.channel is not None and len(data) < READ_AT_ONCE:
            try:
                part = self.channel.recv(1 << 16)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                part = b""
            if not part:
                self.channel.close()
                self.channel = None
                break
            data += part
            self._heard += len(part)
            if self._heard > HEARD_AT_MOST:  # the trace says far less: the program writes to the channel itself
                self.channel.close()
                self.channel = None
        *lines, self._rest = data.split(b"\n")
        if len(self._rest) >= READ_AT_ONCE and self.channel is not None:  # no line of ours is so long
            self.channel.close()
            self.channel = None
        fields = [line.decode("utf-8", "replace").split("\t") for line in lines]
        for words in fields:
            if words[0] == "hello" and self.pid is None:
                self.pid = int(words[1])
                process_tree.STARTED.add(self.pid)
        return fields

    def poll(self) -> int | None:
        """Look whether it has ended; its status if so."""
        if self.status is None and self.keeper is not None:
            self.status = self.keeper.status()
        elif self.status is None and self.pid is not None:
            if self._child is not None:
                self.status = self._child.poll()
            else:
                with contextlib.suppress(ChildProcessError):
                    done, how = os.waitpid(self.pid, os.WNOHANG)
                    if done:
                        self.status = os.waitstatus_to_exitcode(how)
            if self.status is not None:
                process_tree.STARTED.discard(self.pid)
        return self.status

    def ask_where(self) -> None:
        """Ask it to write down at which line each thread is (`where()` reads it). Nothing where signals fail."""
        if self.pid is not None and self.poll() is None and hasattr(signal, "SIGUSR1"):
            before = len(self._stacks())
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGUSR1)
            until = time.monotonic() + WHERE_WITHIN
            while time.monotonic() < until and self.poll() is None:
                if is_whole(self._stacks()[before:]):
                    return
                time.sleep(0.0005)  # the answer is a file that grows within 0.5 ms; files have no events

    def where(self) -> str:
        """The stacks that it wrote down, as faulthandler prints them."""
        return self._stacks()

    def _stacks(self) -> str:
        return _head(self.files["where"], 1 << 14)

    def stop(self) -> None:
        """Kill it with everything below it, and wait until it is gone."""
        if self.keeper is not None:
            self.keeper.end()
            self.poll()
            self.keeper.close()
        elif self.pid is not None and self.poll() is None:
            process_tree.kill_tree(self.pid)
            until = time.monotonic() + START_WITHIN
            while self.poll() is None:
                if time.monotonic() > until:
                    raise GraderError(f"process {self.pid} cannot be ended")
                wait_readable([self.pidfd], POLL_EVERY)
        elif self.pid is not None and os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)  # what it left behind in its session
        if self.channel is not None:
            self.channel.close()
            self.channel = None
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None

    def printed(self, stream: str, limits: Limits, whole: bool = False) -> bytes:
        """What it printed on `stdout` or `stderr`: all, or the first and last part with the count between."""
        path = self.files[stream]
        try:
            size = path.stat().st_size
            with open(path, "rb") as file:
                if whole or size <= limits.output_shown:
                    return file.read()
                half = limits.output_shown // 2
                first = file.read(half)
                file.seek(size - half)
                return first + f"\n... {size - 2 * half} bytes left out ...\n".encode() + file.read(half)
        except OSError:
            return b""

    def crowded(self, limits: Limits) -> bool:
        """Whether more processes live than a program may start; in a room its orphans count too."""
        if self.pid is None:
            return False
        first = self.keeper.pid if self.keeper is not None else self.pid
        return bool(process_tree.children_of(first)) and len(process_tree.descendants(first)) > limits.processes

    def flooded(self, limits: Limits) -> bool:
        """Whether it printed more than a file may hold."""
        for stream in ("stdout", "stderr"):
            with contextlib.suppress(OSError):
                if self.files[stream].stat().st_size >= limits.file_bytes:
                    return True
        return False


def is_whole(stacks: str) -> bool:
    """Whether faulthandler has written all that it writes: line by line, the main thread's last frame at the end.

    That is a module's own code, or a mark that more frames were left out.
    """
    return stacks.endswith((" in <module>\n", "  ...\n"))


def wait_readable(descriptors: list[int | None], seconds: float) -> None:
    """Wait until one of them can be read, at most `seconds`."""
    known = [number for number in descriptors if number is not None]
    if hasattr(select, "poll"):  # select() knows no descriptor above 1023
        poll = select.poll()
        for number in known:
            poll.register(number, select.POLLIN)
        poll.poll(seconds * 1000)
    elif known:
        select.select(known, [], [], seconds)
    else:
        time.sleep(seconds)


def _head(path: Path, size: int) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(size).decode("utf-8", "replace")
    except OSError:
        return ""
