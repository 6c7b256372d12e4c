"""A learner's program that was started: read its channel and its output, notice its end, kill it."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from grader.program.handle import Handle
from grader.sandbox import process_tree
from grader.sandbox.limits import Limits

START_WITHIN = 20.0  # seconds for the start of an interpreter on a busy machine
WHERE_WITHIN = 1.5  # seconds; on an idle machine the stacks are written within one millisecond
READ_AT_ONCE = 1 << 18  # bytes of a channel
STACKS_AT_MOST = 1 << 14  # bytes read from the file with the stacks
CHANNEL_AT_MOST = 1 << 21  # bytes of a channel in all; see trace.LINES_AT_MOST


class Program:
    """A learner's program that was started. `folder` holds its files; `first` was already read from its channel.

    `status` is None while it runs, else its exit status (negative: the signal that ended it).
    """

    def __init__(
        self,
        channel: socket.socket,
        folder: Path,
        files: dict[str, Path],
        handle: Handle,
        began: float,
        first: bytes = b"",
    ) -> None:
        self.channel: socket.socket | None = channel
        self.folder = folder
        self.began = began
        self.files = files
        self.handle = handle
        self.pid = handle.pid
        self.status: int | None = None
        self._rest = first
        self._received = len(first)
        channel.setblocking(False)

    def readers(self) -> list[int]:
        """The descriptors that become readable when it writes to its channel or ends."""
        end = self.handle.end_descriptor()
        return [*([] if self.channel is None else [self.channel.fileno()]), *([] if end is None else [end])]

    def read_lines(self) -> list[list[str]]:
        """The new lines of its channel, each as its fields."""
        data = self._rest
        while self.channel is not None and len(data) < READ_AT_ONCE:
            try:
                part = self.channel.recv(1 << 16)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                part = b""
            data += part
            self._received += len(part)
            # The trace writes far less than CHANNEL_AT_MOST: the program itself writes to the channel.
            if not part or self._received > CHANNEL_AT_MOST:
                self._close_channel()
        *lines, self._rest = data.split(b"\n")
        if len(self._rest) >= READ_AT_ONCE:  # every line of the trace is shorter
            self._close_channel()
        return [line.decode("utf-8", "replace").split("\t") for line in lines]

    def poll(self) -> int | None:
        """Check whether it has ended; its status if it has, else None."""
        if self.status is None:
            self.status = self.handle.poll()
        return self.status

    def ask_where(self) -> None:
        """Ask it to write its stacks (`where()` reads them). Does nothing on systems without SIGUSR1."""
        if self.poll() is None and hasattr(signal, "SIGUSR1"):
            before = len(self.where())
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGUSR1)
            until = time.monotonic() + WHERE_WITHIN
            while time.monotonic() < until and self.poll() is None:
                if is_whole(self.where()[before:]):
                    return
                time.sleep(0.0005)  # the file grows within 0.5 ms; there is no event for that

    def where(self) -> str:
        """The stacks that it has written, in the format of faulthandler."""
        try:
            with open(self.files["where"], "rb") as file:
                return file.read(STACKS_AT_MOST).decode("utf-8", "replace")
        except OSError:
            return ""

    def stop(self) -> None:
        """Kill it and its descendants, and wait until it has ended."""
        self.handle.end()
        self.poll()
        self.handle.close()
        self._close_channel()

    def _close_channel(self) -> None:
        if self.channel is not None:
            self.channel.close()
            self.channel = None

    def printed(self, stream: str, limits: Limits, whole: bool = False) -> bytes:
        """What it printed on `stdout` or `stderr`: all, or its first and last part with a note between them."""
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
        """Whether it has more processes than it may start; in namespaces of its own, orphans count too."""
        root = self.handle.root
        return bool(process_tree.children_of(root)) and len(process_tree.descendants(root)) > limits.processes

    def flooded(self, limits: Limits) -> bool:
        """Whether it printed more than a file may hold."""
        for stream in ("stdout", "stderr"):
            with contextlib.suppress(OSError):
                if self.files[stream].stat().st_size >= limits.file_bytes:
                    return True
        return False


def is_whole(stacks: str) -> bool:
    """Whether faulthandler has written all stacks: the last line is the outermost frame of the main thread.

    That frame is the code of a module, or a mark that more frames were left out.
    """
    return stacks.endswith((" in <module>\n", "  ...\n"))
