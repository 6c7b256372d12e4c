"""06: accept a client."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import Start, connect, ready

SERVER = """
import socket, sys
from accept import accept_client
server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(16)
"""

SERVE = f"""{SERVER}
for _ in range(int(sys.argv[2])):
    conn, _ = accept_client(server)
    conn.sendall(conn.recv(1024))
    conn.close()
"""

WHO = f"""{SERVER}
for _ in range(int(sys.argv[2])):
    conn, address = accept_client(server)
    conn.recv(1024)
    conn.sendall(repr(address).encode())
    conn.close()
"""

BOTH = f"""{SERVER}
first, _ = accept_client(server)
second, _ = accept_client(server)
second.sendall(b"second " + second.recv(1024))
first.sendall(b"first " + first.recv(1024))
"""

ONCE = f"""{SERVER}
conn, _ = accept_client(server)
sys.stdin.readline()
"""


def check_echo(port: int) -> None:
    with connect(port) as client:
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"
        assert client.recv(1024) == b""


def check_own_address(port: int) -> None:
    with connect(port) as client:
        client.sendall(b"who am I?")
        assert client.recv(1024) == repr(client.getsockname()).encode()


def test_conversation(start: Start, port: int) -> None:
    start(SERVE, port, 1)
    ready()
    check_echo(port)


def test_client_address(start: Start, port: int) -> None:
    start(WHO, port, 1)
    ready()
    check_own_address(port)


def test_own_socket(start: Start, port: int) -> None:
    start(SERVE, port, 2)
    ready()
    check_echo(port)
    check_echo(port)


def test_still_listens(start: Start, port: int) -> None:
    start(ONCE, port)
    ready()
    with connect(port):
        ready()
        connect(port).close()


def test_each_address(start: Start, port: int) -> None:
    start(WHO, port, 3)
    ready()
    for _ in range(3):
        check_own_address(port)


def test_both_at_once(start: Start, port: int) -> None:
    start(BOTH, port)
    ready()
    with connect(port) as first, connect(port) as second:
        second.sendall(b"hello")
        assert second.recv(1024) == b"second hello"
        first.sendall(b"hello")
        assert first.recv(1024) == b"first hello"
