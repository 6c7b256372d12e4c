"""01: address and port."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import Start, accept, listen

ARRIVE = """
import socket, sys
from address import parse_address
with socket.create_connection(parse_address(sys.argv[1])) as client:
    client.sendall(b"hello")
    client.recv(1024)
"""

PARSE = """
import sys
from address import parse_address
for text in sys.argv[1:]:
    try:
        print(parse_address(text))
    except ValueError:
        print("ValueError")
"""

KIND = """
import sys
from address import port_kind
for text in sys.argv[1:]:
    try:
        print(port_kind(int(text)))
    except ValueError:
        print("ValueError")
"""


def check_arrival(start: Start, host: str) -> None:
    with listen() as server:
        program = start(ARRIVE, f"{host}:{server.getsockname()[1]}")
        with accept(server) as conn:
            assert conn.recv(1024) == b"hello"
            conn.sendall(b"welcome")
        assert program.status() == 0


def test_arrives(start: Start) -> None:
    check_arrival(start, "127.0.0.1")


def test_host_name(start: Start) -> None:
    check_arrival(start, "localhost")


def test_bad_addresses(start: Start) -> None:
    bad = ["127.0.0.1", "8989", "127.0.0.1:8989:8989", ":8989", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536"]
    assert start(PARSE, *bad).lines() == ["ValueError"] * len(bad)


def test_edges(start: Start) -> None:
    kinds = start(KIND, 0, 80, 1023, 1024, 8989, 65535, -1, 65536).lines()
    assert kinds == ["well-known"] * 3 + ["dynamic"] * 3 + ["ValueError"] * 2


def test_stranger_addresses(start: Start) -> None:
    bad = ["127.0.0.1:+8989", "127.0.0.1:-8989", "127.0.0.1: 8989", "127.0.0.1:8_989", "127.0.0.1:８９８９", "", ":"]
    assert start(PARSE, *bad).lines() == ["ValueError"] * len(bad)
