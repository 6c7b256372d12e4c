"""Sends with sendmsg, which is made for several buffers (not possible on Windows)."""

import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[conn.sendmsg([rest]) :]
