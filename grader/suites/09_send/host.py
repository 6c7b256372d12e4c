"""A server that replies through the learner's function.

reply PORT TEXT...           send the texts to one client, one for each question
large PORT SIZE SEED LIMIT   send SIZE numbered bytes over small buffers, with LIMIT seconds of timeout (0: none)
gone PORT CHANNEL            accept a client, wait until it has reset the connection, reply to it, report the outcome
stalled PORT CHANNEL         the same with a client that does not read, and a socket with a timeout
"""

import array
import socket

from _side_channel import SideChannel, argv, raises
from send import send_reply

SHORT = 0.05  # seconds; the time is up on any machine, because the client does not read
SMALL = 64 << 10  # bytes of the send buffer; a reply of a megabyte does not fit into it


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


def gone(port: str, channel_port: str, limit: float | None = None) -> None:
    channel = SideChannel(int(channel_port))
    conn, _ = listening(port).accept()
    conn.settimeout(limit)
    channel.tell("taken")
    channel.wait()
    channel.tell(raises(OSError, send_reply, conn, b"are you still there?" * 400_000))


def stalled(port: str, channel_port: str) -> None:
    gone(port, channel_port, SHORT)


{"reply": reply, "large": large, "gone": gone, "stalled": stalled}[argv[0]](*argv[1:])
