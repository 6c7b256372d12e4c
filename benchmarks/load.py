"""Background load: processes that keep every core busy."""

import os
import subprocess
import sys
from typing import Self

# Each process exits when its parent has exited, even if the parent was killed.
_BUSY = """
import os, sys
while os.getppid() == int(sys.argv[1]):
    sum(range(100_000))
"""


class Load:
    """`count` busy processes of ordinary priority; they are killed at the end of the `with` block."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        command = [sys.executable, "-I", "-S", "-c", _BUSY, str(os.getpid())]
        for _ in range(self.count):
            self.processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()

    @property
    def pids(self) -> set[int]:
        """The process ids."""
        return {process.pid for process in self.processes}
