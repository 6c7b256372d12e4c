"""Writes to the file descriptor instead of the socket (not possible on Windows)."""

import os
import select
import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        _, writable, _ = select.select([], [conn], [], conn.gettimeout())
        if not writable:
            raise TimeoutError("timed out")
        rest = rest[os.write(conn.fileno(), rest[:65536]) :]
