"""Run a command at a pseudo-terminal: read its screen, press keys, compare the terminal's settings. POSIX only.

with Terminal([sys.executable, "-m", "grader", "watch"], environment, folder) as terminal:
    terminal.until("0 / 100")
    terminal.press("q")
    assert terminal.end() == 0
"""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

WITHIN = 30.0  # seconds; far more than anything here takes on a busy machine
ROWS, COLUMNS = 50, 100
CLEAR = "\x1b[2J"
CODE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# A program gets Ctrl-C only from the terminal that controls its session.
BEGIN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


class Terminal:
    """A terminal and the command that runs at it. The end of `with` kills the command if it still runs."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._ours, self._theirs = os.openpty()
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.before = self.settings()
        self._data = b""
        self.process = subprocess.Popen(
            [sys.executable, "-c", BEGIN, *command],
            cwd=folder,
            env={**environment, "TERM": environment.get("TERM", "xterm-256color")},
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    def settings(self) -> list[Any]:
        """The terminal's settings (termios.tcgetattr)."""
        return termios.tcgetattr(self._theirs)

    @property
    def everything(self) -> str:
        """Everything that was written, with escape sequences."""
        return self._data.decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def screens(self) -> list[str]:
        """The text of every screen that was drawn, without escape sequences."""
        return [CODE.sub("", drawn) for drawn in self.everything.split(CLEAR)]

    @property
    def screen(self) -> str:
        """The text of the current screen."""
        return self.screens[-1]

    def until(self, *texts: str, without: str = "\0", drawn: int = 0, seconds: float = WITHIN) -> str:
        """Read until the screen contains all `texts` and not `without`, and at least `drawn` screens were drawn.

        Return the screen. AssertionError after `seconds`.
        """
        end = time.monotonic() + seconds
        while True:
            screens = self.screens
            if len(screens) >= drawn and all(text in screens[-1] for text in texts) and without not in screens[-1]:
                return screens[-1]
            if not self._read(end):
                raise AssertionError(f"{texts} did not appear; the screen is:\n{screens[-1]}")

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def end(self, seconds: float = WITHIN) -> int:
        """Wait for the command's end. Return its exit status."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            self._read(min(end, time.monotonic() + 0.02))  # with a full buffer the command would block
            assert time.monotonic() < end, f"the command does not end; the screen is:\n{self.screen}"
        while self._read(time.monotonic()):
            pass
        return self.process.returncode

    def _read(self, until: float) -> bool:
        """Wait for data until a moment (time.monotonic) and read it. Return whether there was any."""
        if not select.select([self._ours], [], [], max(0.0, until - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self._ours, 1 << 16)
        except OSError:
            return False
        self._data += data
        return bool(data)
