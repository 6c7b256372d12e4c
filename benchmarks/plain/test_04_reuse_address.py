"""04: reuse the address."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import Start, connect, ready

SERVE = """
import socket, sys
from reuse_address import allow_restart
server = socket.socket()
allow_restart(server)
try:
    server.bind(("127.0.0.1", int(sys.argv[1])))
    server.listen(5)
except OSError:
    sys.exit("OSError")
conn, _ = server.accept()
conn.sendall(conn.recv(1024))
conn.close()
server.close()
"""


def serve_one_client(start: Start, port: int) -> None:
    program = start(SERVE, port)
    ready()
    with connect(port) as client:
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"
        assert client.recv(1024) == b""
    assert program.status() == 0


def test_restart(start: Start, port: int) -> None:
    serve_one_client(start, port)
    serve_one_client(start, port)


def test_no_sharing(start: Start, port: int) -> None:
    start(SERVE, port)
    ready()
    with connect(port) as client:
        assert start(SERVE, port).lines() == ["OSError"]
        client.sendall(b"hello")
        assert client.recv(1024) == b"hello"


def test_restart_again(start: Start, port: int) -> None:
    program = start(SERVE, port)
    ready()
    with connect(port) as client:
        client.sendall(b"hello")
        assert program.status() == 0
        serve_one_client(start, port)
        serve_one_client(start, port)
