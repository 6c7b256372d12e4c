"""Reads through an unbuffered file object instead of the socket itself."""

import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    with conn.makefile("rb", buffering=0) as stream:
        return stream.read(bufsize)


def has_left(data: bytes) -> bool:
    return len(data) == 0
