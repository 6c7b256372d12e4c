"""11: connect to a server."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import LOOPBACK, Start, accept, listen

TALK = """
import socket, sys
from connect import connect_to
clients = [socket.socket() for _ in sys.argv[3:]]
for client in clients:
    connect_to(client, sys.argv[1], int(sys.argv[2]))
for client, word in zip(clients, sys.argv[3:]):
    client.sendall(word.encode())
for client in clients:
    client.recv(1024)
    client.close()
"""

REFUSED = """
import socket, sys
from connect import connect_to
try:
    connect_to(socket.socket(), sys.argv[1], int(sys.argv[2]))
    print("connected")
except ConnectionRefusedError:
    print("ConnectionRefusedError")
"""


def check_arrival(start: Start, host: str) -> None:
    with listen() as server:
        program = start(TALK, host, server.getsockname()[1], "hello")
        with accept(server) as conn:
            assert conn.recv(1024) == b"hello"
            conn.sendall(b"welcome")
        assert program.status() == 0


def test_arrives(start: Start) -> None:
    check_arrival(start, LOOPBACK)


def test_refused(start: Start, port: int) -> None:
    assert start(REFUSED, LOOPBACK, port).lines() == ["ConnectionRefusedError"]


def test_two_clients(start: Start) -> None:
    with listen() as server:
        program = start(TALK, LOOPBACK, server.getsockname()[1], "first", "second")
        with accept(server) as first, accept(server) as second:
            assert first.recv(1024) == b"first"
            assert second.recv(1024) == b"second"
            for conn in (first, second):
                conn.sendall(b"welcome")
        assert program.status() == 0


def test_by_name(start: Start) -> None:
    check_arrival(start, "localhost")
