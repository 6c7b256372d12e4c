"""Private ports for one run, outside the ephemeral range of the system; two runs never share a port.

Each user of ports binds the first port of a block, the guard, for as long as it lives. The kernel lets only one process
bind it, so that two gradings never use the same block at the same time.
"""

import contextlib
import random
import socket
from typing import Self

import psutil

from grader.model.errors import GraderError

FIRST, LAST = 15000, 32000  # Linux assigns 32768 and up, macOS and Windows 49152 and up
BLOCK = 64
LOOPBACK_WITHIN = 10.0  # seconds; the kernel connects over the loopback interface at once


class Ports:
    """Free TCP ports, one after another, chosen by `rng`; the end of `with` releases them."""

    def __init__(self, rng: random.Random) -> None:
        self._blocks = list(range(FIRST, LAST - BLOCK, BLOCK))
        rng.shuffle(self._blocks)
        self._guards: list[socket.socket] = []
        self._left: list[int] = []

    def __enter__(self) -> Self:
        """Start. GraderError where no connection over the loopback interface is possible."""
        require_loopback()
        return self

    def __exit__(self, *_: object) -> None:
        for guard in self._guards:
            guard.close()
        self._guards.clear()

    def take(self) -> int:
        """A port that is free and not in TIME_WAIT. GraderError if there is none."""
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


def require_loopback() -> None:
    """GraderError where a program of this machine cannot connect to another one over 127.0.0.1."""
    with socket.socket() as server, socket.socket() as client:
        try:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            client.settimeout(LOOPBACK_WITHIN)
            client.connect(server.getsockname())
        except OSError as error:
            raise GraderError(f"127.0.0.1 cannot be reached on this machine ({error}): nox -s doctor") from error


def holder(port: int) -> str:
    """The program that listens on a port, as `name (PID)`; empty if there is none, `?` if the system hides it."""
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
    """Whether a socket without options can be bound to the port (not while it is in TIME_WAIT)."""
    with socket.socket() as probe:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
