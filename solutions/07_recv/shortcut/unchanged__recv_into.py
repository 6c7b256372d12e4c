"""Lets the socket fill a buffer of its own instead of asking for bytes."""

import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    buffer = bytearray(bufsize)
    count = conn.recv_into(buffer)
    return bytes(buffer[:count])


def has_left(data: bytes) -> bool:
    return len(data) == 0
