"""Start the learner's code as a process, communicate with it over sockets, and kill it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

UNTIL_READY = 0.5  # seconds for a program to listen
ANSWER_WITHIN = 2.0  # timeout of the sockets in seconds
END_WITHIN = 3.0  # seconds for a program to end
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
        """Send a line to the program's standard input, for which it waits."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def output(self) -> str:
        """Wait for its end and return its output. subprocess.TimeoutExpired after END_WITHIN seconds."""
        return self.process.communicate(timeout=END_WITHIN)[0]

    def lines(self) -> list[str]:
        """The lines of `output`."""
        return self.output().splitlines()

    def status(self) -> int:
        """Wait for its end and return its exit status. subprocess.TimeoutExpired after END_WITHIN seconds."""
        return self.process.wait(END_WITHIN)

    def kill(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.communicate()


Start = Callable[..., Program]


def ready() -> None:
    """Sleep until a program that was just started should listen."""
    time.sleep(UNTIL_READY)


def connect(port: int, host: str = LOOPBACK) -> socket.socket:
    """A connected client."""
    return socket.create_connection((host, port), timeout=ANSWER_WITHIN)


def listen(port: int = 0) -> socket.socket:
    """A listening server."""
    server = socket.create_server((LOOPBACK, port))
    server.settimeout(ANSWER_WITHIN)
    return server


def accept(server: socket.socket) -> socket.socket:
    """The connection of a server's next client."""
    conn, _ = server.accept()
    conn.settimeout(ANSWER_WITHIN)
    return conn


def receive(conn: socket.socket, size: int) -> bytes:
    """Receive `size` bytes, or fewer if the stream ends before."""
    data = b""
    while len(data) < size:
        part = conn.recv(size - len(data))
        if not part:
            break
        data += part
    return data


def receive_all(conn: socket.socket) -> bytes:
    """Receive everything up to the end of the stream."""
    return receive(conn, 1 << 30)


def free_port() -> int:
    """A port that is not in use at the moment."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])
