"""10: close a conversation and a server."""
# ruff: noqa: D103  (each test has the name of its check)

import socket
import struct
from contextlib import ExitStack

import pytest

from benchmarks.plain.programs import Start, connect, free_port, ready, receive_all

SERVER = """
import socket, sys
from close import close_conversation, close_server
server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(16)
"""

TALK = f"""{SERVER}
conn, _ = server.accept()
conn.recv(1024)
conn.sendall(b"r" * int(sys.argv[2]))
close_conversation(conn)
sys.stdin.readline()
"""

GONE = f"""{SERVER}
conn, _ = server.accept()
sys.stdin.readline()
close_conversation(conn)
print("returned")
"""

SERVE = f"""{SERVER}
conns = [server.accept()[0] for _ in range(int(sys.argv[2]))]
close_server(server)
for conn in conns:
    conn.sendall(conn.recv(1024))
sys.stdin.readline()
"""


def check_closed_after(start: Start, port: int, size: int) -> None:
    start(TALK, port, size)
    ready()
    with connect(port) as client:
        client.sendall(b"please")
        assert receive_all(client) == b"r" * size


def check_still_served(start: Start, port: int, count: int) -> None:
    start(SERVE, port, count)
    ready()
    with ExitStack() as stack:
        clients = [stack.enter_context(connect(port)) for _ in range(count)]
        ready()
        for client in clients:
            client.sendall(b"hello")
            assert client.recv(1024) == b"hello"


def test_end_of_stream(start: Start, port: int) -> None:
    check_closed_after(start, port, 20)


def test_refused(start: Start, port: int) -> None:
    start(SERVE, port, 1)
    ready()
    with connect(port):
        ready()
        with pytest.raises(ConnectionRefusedError):
            connect(port).close()


def test_accepted_before(start: Start, port: int) -> None:
    check_still_served(start, port, 1)


def test_already_gone(start: Start) -> None:
    for linger in (0, 1):
        port = free_port()
        program = start(GONE, port)
        ready()
        with connect(port) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", linger, 0))
        program.go()
        assert program.lines() == ["returned"]


def test_nothing_lost(start: Start, port: int) -> None:
    check_closed_after(start, port, 150_000)


def test_several_before(start: Start, port: int) -> None:
    check_still_served(start, port, 3)
