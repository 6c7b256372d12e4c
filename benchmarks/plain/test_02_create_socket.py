"""02: create a socket."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import Start, connect, free_port, ready

SERVE = """
import sys
from create_socket import create_tcp_socket
servers = []
for port in sys.argv[1:]:
    server = create_tcp_socket()
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    servers.append(server)
for server in servers:
    conn, _ = server.accept()
    while data := conn.recv(1024):
        conn.sendall(data)
    conn.close()
"""

FACTS = """
import socket
from create_socket import create_tcp_socket
made = create_tcp_socket()
print(made.family == socket.AF_INET, made.type == socket.SOCK_STREAM, made.getsockname()[1] == 0, made.getblocking())
"""


def check_conversation(port: int) -> None:
    with connect(port) as client:
        for word in (b"hello", b"again"):
            client.sendall(word)
            assert client.recv(1024) == word


def test_conversation(start: Start, port: int) -> None:
    start(SERVE, port)
    ready()
    check_conversation(port)


def test_ipv4_tcp(start: Start) -> None:
    assert start(FACTS).output().split() == ["True"] * 4


def test_new_each_call(start: Start) -> None:
    ports = free_port(), free_port()
    start(SERVE, *ports)
    ready()
    for port in ports:
        check_conversation(port)
