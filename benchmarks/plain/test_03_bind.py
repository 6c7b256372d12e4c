"""03: bind."""
# ruff: noqa: D103  (each test has the name of its check)

import socket
import sys

import pytest

from benchmarks.plain.programs import LOOPBACK, Start, connect, free_port, ready

SERVE = """
import socket, sys
from bind import bind_server
server = socket.socket()
bind_server(server, sys.argv[1], int(sys.argv[2]))
server.listen(5)
conn, _ = server.accept()
conn.sendall(conn.recv(1024))
conn.close()
"""

TAKEN = """
import socket, sys
from bind import bind_server
try:
    bind_server(socket.socket(), sys.argv[1], int(sys.argv[2]))
    print("bound")
except OSError:
    print("OSError")
"""


def check_served_at(start: Start, host: str, port: int) -> None:
    start(SERVE, host, port)
    ready()
    with connect(port, host) as client:
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"


def test_reachable(start: Start, port: int) -> None:
    check_served_at(start, LOOPBACK, port)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has only 127.0.0.1")
def test_only_there(start: Start, port: int) -> None:
    start(SERVE, LOOPBACK, port)
    ready()
    with pytest.raises(ConnectionRefusedError):
        connect(port, "127.0.0.2").close()
    connect(port).close()


def test_taken(start: Start, port: int) -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, port))
        holder.listen()
        assert start(TAKEN, LOOPBACK, port).lines() == ["OSError"]


def test_taken_quietly(start: Start, port: int) -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, port))
        assert start(TAKEN, LOOPBACK, port).lines() == ["OSError"]


def test_another_address(start: Start, port: int) -> None:
    host = "localhost" if sys.platform == "darwin" else "127.0.0.17"
    check_served_at(start, host, port)
    check_served_at(start, host, free_port())
