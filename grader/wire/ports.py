"""Private ports for one run: below the range that the system hands out itself, never shared by two runs.

Each user of ports holds one guard port of a block for as long as it lives; the kernel lets only one process
hold it, so that two gradings at a time never pick the same port, however close they run.
"""

import contextlib
import random
import socket
from typing import Self

import psutil

from grader.model.errors import GraderError

FIRST, LAST = 15000, 32000  # Linux hands out 32768 and up, macOS and Windows 49152 and up
BLOCK = 64


class Ports:
    """Free TCP ports, one after another. `rng` makes the choice; `with` gives them back."""

    def __init__(self, rng: random.Random) -> None:
        self._blocks = list(range(FIRST, LAST - BLOCK, BLOCK))
        rng.shuffle(self._blocks)
        self._guards: list[socket.socket] = []
        self._left: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for guard in self._guards:
            guard.close()
        self._guards.clear()

    def take(self) -> int:
        """A port that is free and that no earlier connection still holds. GraderError if there is none."""
        while True:
            if not self._left:
                self._take_block()
            port = self._left.pop()
            if is_free(port):
                return port

    def _take_block(self) -> None:
        while self._blocks:
            first = self._blocks.pop()
            guard = socket.socket()
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                guard.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            try:
                guard.bind(("127.0.0.1", first))
            except OSError:
                guard.close()
                continue
            self._guards.append(guard)
            self._left = list(range(first + BLOCK - 1, first, -1))
            return
        raise GraderError(f"no free TCP port between {FIRST} and {LAST}: other programs hold them all")


def holder(port: int) -> str:
    """The program that listens on a port, as `name (process number)`; empty where none does or it may not be known."""
    if is_free(port):
        return ""
    with contextlib.suppress(psutil.Error):
        for each in psutil.net_connections("tcp"):
            if each.status == psutil.CONN_LISTEN and each.laddr and each.laddr.port == port:
                if each.pid is None:
                    return "?"
                return f"{psutil.Process(each.pid).name()} ({each.pid})"
    return ""


def is_free(port: int, host: str = "") -> bool:
    """Whether a socket without any option can be bound there (not so while TIME_WAIT holds the port)."""
    with socket.socket() as probe:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
