"""07: receive, and detect the end of the stream."""
# ruff: noqa: D103  (each test has the name of its check)

from benchmarks.plain.programs import Start, connect, free_port, ready

RECEIVE = """
import socket, sys
from receive import has_left, receive
server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
conn, _ = server.accept()
while True:
    data = receive(conn, int(sys.argv[2]))
    print(data.hex() or "-", has_left(data))
    if not data:
        break
"""

LEFT = """
import sys
from receive import has_left
for text in sys.argv[1:]:
    print(has_left(bytes.fromhex(text)))
"""


def receive_pieces(start: Start, data: bytes, bufsize: int, slowly: bool = False) -> list[bytes]:
    port = free_port()
    program = start(RECEIVE, port, bufsize)
    ready()
    with connect(port) as client:
        if slowly:
            ready()
        client.sendall(data)
    *pieces, last = [line.split() for line in program.lines()]
    assert last == ["-", "True"]
    assert {left for _piece, left in pieces} == {"False"}
    return [bytes.fromhex(piece) for piece, _left in pieces]


def test_unchanged(start: Start) -> None:
    data = "你好，服务端".encode("gbk")
    assert receive_pieces(start, data, 1024) == [data]


def test_bufsize(start: Start) -> None:
    data = "你好，服务端，我是客户端".encode("gbk") * 3
    pieces = receive_pieces(start, data, 16)
    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= 16


def test_waits(start: Start) -> None:
    data = "你好，服务端".encode("gbk")
    assert receive_pieces(start, data, 1024, slowly=True) == [data]


def test_end(start: Start) -> None:
    assert receive_pieces(start, b"hello", 1024) == [b"hello"]  # also checks the end of the stream


def test_not_left(start: Start) -> None:
    samples = [b"0", b" ", b"\r\n", b"\0", b"exit", b"\xff", b"None"]
    assert start(LEFT, *(sample.hex() for sample in samples)).lines() == ["False"] * len(samples)


def test_any_bytes(start: Start) -> None:
    data = b"\0\r\n " + bytes(range(256)) + b" \r\n\0"
    assert receive_pieces(start, data, 1024) == [data]


def test_any_bufsize(start: Start) -> None:
    for bufsize in (1, 7):
        pieces = receive_pieces(start, b"one byte at a time", bufsize)
        assert b"".join(pieces) == b"one byte at a time"
        assert max(map(len, pieces)) <= bufsize
