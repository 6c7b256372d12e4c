"""07, stuck: it receives once for the length and once more for the data."""

import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    """Return what comes after the first bytes."""
    if len(conn.recv(bufsize)) == 0:
        return b""
    return conn.recv(bufsize)


def has_left(data: bytes) -> bool:
    """Whether the client has left."""
    return len(data) == 0
