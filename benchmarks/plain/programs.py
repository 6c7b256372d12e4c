"""Start the learner's code as a process, talk to it, and end it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

UNTIL_READY = 0.5  # seconds that a program gets until it listens
ANSWER_WITHIN = 2.0  # seconds that a socket waits
END_WITHIN = 3.0  # seconds that a program gets to end
LOOPBACK = "127.0.0.1"


class Program:
    """A process in the exercise's folder: the learner's own file, or code that imports it."""

    def __init__(self, folder: Path, code: str, *arguments: object) -> None:
        program = [code] if code.endswith(".py") else ["-c", code]
        self.process = subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)],
            cwd=folder,
            env=os.environ | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def go(self) -> None:
        """Let a program that waits for a line on its standard input go on."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def output(self) -> str:
        """What it printed by its end. subprocess.TimeoutExpired where it does not end within END_WITHIN seconds."""
        return self.process.communicate(timeout=END_WITHIN)[0]

    def lines(self) -> list[str]:
        """The lines that it printed by its end."""
        return self.output().splitlines()

    def status(self) -> int:
        """Its exit status; limited like `output`."""
        return self.process.wait(END_WITHIN)

    def kill(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.communicate()


Start = Callable[..., Program]


def ready() -> None:
    """Wait until a program that was just started listens."""
    time.sleep(UNTIL_READY)


def connect(port: int, host: str = LOOPBACK) -> socket.socket:
    """A client that is connected."""
    return socket.create_connection((host, port), timeout=ANSWER_WITHIN)


def listen(port: int = 0) -> socket.socket:
    """A server that listens."""
    server = socket.create_server((LOOPBACK, port))
    server.settimeout(ANSWER_WITHIN)
    return server


def meet(server: socket.socket) -> socket.socket:
    """The next client of a server."""
    conn, _ = server.accept()
    conn.settimeout(ANSWER_WITHIN)
    return conn


def receive(conn: socket.socket, size: int) -> bytes:
    """Up to `size` bytes: fewer only where the stream ends before."""
    data = b""
    while len(data) < size:
        part = conn.recv(size - len(data))
        if not part:
            break
        data += part
    return data


def receive_all(conn: socket.socket) -> bytes:
    """Everything up to the end of the stream."""
    return receive(conn, 1 << 30)


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])
