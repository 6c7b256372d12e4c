"""09: send a reply."""
# ruff: noqa: D103  (each test has the name of its check)

import socket
import struct
import time

from benchmarks.plain.programs import Start, connect, free_port, ready, receive, receive_all

SERVER = """
import socket, sys
from send import send_reply
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 << 10)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(5)
conn, _ = server.accept()
"""

REPLY = f"""{SERVER}
conn.recv(1024)
send_reply(conn, "ok, 问题正在处理中...".encode("gbk"))
conn.close()
"""

LARGE = f"""{SERVER}
conn.recv(1024)
conn.settimeout(float(sys.argv[3]) or None)
send_reply(conn, bytes(number % 251 for number in range(int(sys.argv[2]))))
conn.close()
"""

GONE = f"""{SERVER}
sys.stdin.readline()
try:
    send_reply(conn, b"are you still there?" * 400_000)
    print("sent")
except OSError:
    print("OSError")
"""


def check_large_reply(start: Start, size: int, limit: int, chunk: int, pause: float) -> None:
    port = free_port()
    start(LARGE, port, size, limit)
    ready()
    with connect(port) as client:
        client.sendall(b"please")
        got = []
        while part := receive(client, chunk):
            got.append(part)
            time.sleep(pause)
    assert b"".join(got) == bytes(number % 251 for number in range(size))


def test_arrives(start: Start, port: int) -> None:
    start(REPLY, port)
    ready()
    with connect(port) as client:
        client.sendall(b"please")
        assert receive_all(client) == "ok, 问题正在处理中...".encode("gbk")


def test_large(start: Start) -> None:
    check_large_reply(start, size=2_000_000, limit=8, chunk=1 << 17, pause=0.002)


def test_gone(start: Start, port: int) -> None:
    program = start(GONE, port)
    ready()
    with connect(port) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    program.go()
    assert program.lines() == ["OSError"]


def test_other_sizes(start: Start) -> None:
    check_large_reply(start, size=900_001, limit=8, chunk=30_011, pause=0.0005)
    check_large_reply(start, size=200, limit=0, chunk=7, pause=0.0)
