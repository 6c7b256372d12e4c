"""07 · Receive: take bytes from a connection, and notice when the client has left."""

import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    """Wait for the client's next bytes and return them, at most `bufsize` bytes."""
    return conn.recv(bufsize)


def has_left(data: bytes) -> bool:
    """Tell whether `data`, a result of receive(), is the end of the stream."""
    return len(data) == 0
