"""05: listen."""
# ruff: noqa: D103  (each test has the name of its check)

from contextlib import ExitStack

from benchmarks.plain.programs import Start, connect, free_port, ready

SERVE = """
import socket, sys
from listen import start_listening
server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
start_listening(server, int(sys.argv[2]))
sys.stdin.readline()
while True:
    conn, _ = server.accept()
    conn.sendall(conn.recv(1024))
    conn.close()
"""

RETURN = """
import socket
from listen import start_listening
server = socket.socket()
server.bind(("127.0.0.1", 0))
start_listening(server, 5)
print("returned")
"""


def check_answered(start: Start, port: int, backlog: int) -> None:
    start(SERVE, port, backlog).go()
    ready()
    for word in (b"hello", b"again"):
        with connect(port) as client:
            client.sendall(word)
            assert client.recv(1024) == word


def check_queue(start: Start, port: int, backlog: int, count: int) -> None:
    program = start(SERVE, port, backlog)
    ready()
    with ExitStack() as stack:
        clients = [stack.enter_context(connect(port)) for _ in range(count)]
        for number, client in enumerate(clients):
            client.sendall(b"client %d" % number)
        program.go()
        for number, client in enumerate(clients):
            assert client.recv(1024) == b"client %d" % number


def test_answered(start: Start, port: int) -> None:
    check_answered(start, port, 5)


def test_wait_their_turn(start: Start, port: int) -> None:
    check_queue(start, port, 5, 3)


def test_returns_at_once(start: Start) -> None:
    assert start(RETURN).lines() == ["returned"]


def test_many_wait(start: Start, port: int) -> None:
    check_queue(start, port, 16, 9)


def test_any_backlog(start: Start) -> None:
    for backlog in (0, 1, 2):
        check_answered(start, free_port(), backlog)
