"""A server that replies through the learner's function.

reply PORT TEXT...           reply the texts to one client, one for each time that it asks
large PORT SIZE SEED LIMIT   reply SIZE numbered bytes over small buffers, on a socket with LIMIT seconds (0: none)
gone PORT DESK               take a client, wait for the desk's word, then reply to the one that has gone
"""

import array
import socket

from _course_desk import Desk, argv, raises
from send import send_reply

SMALL = 64 << 10  # bytes of send buffer, so that a reply of a megabyte does not fit


def listening(port: str) -> socket.socket:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    server.bind(("127.0.0.1", int(port)))
    server.listen(5)
    return server


def reply(port: str, *texts: str) -> None:
    conn, _ = listening(port).accept()
    for text in texts:
        conn.recv(1024)
        send_reply(conn, text.encode("gbk"))
    conn.close()


def large(port: str, size: str, seed: str, limit: str) -> None:
    conn, _ = listening(port).accept()
    conn.recv(1024)
    conn.settimeout(float(limit) or None)
    send_reply(conn, array.array("Q", range(int(seed), int(seed) + int(size) // 8)).tobytes())
    conn.close()


def gone(port: str, desk: str) -> None:
    told = Desk(int(desk))
    conn, _ = listening(port).accept()
    told.tell("taken")
    told.wait()
    told.tell(raises(OSError, send_reply, conn, b"are you still there?" * 400_000))


{"reply": reply, "large": large, "gone": gone}[argv[0]](*argv[1:])
