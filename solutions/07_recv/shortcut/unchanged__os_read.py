"""Reads from the file descriptor instead of the socket (not possible on Windows)."""

import os
import select
import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    select.select([conn], [], [], conn.gettimeout())
    return os.read(conn.fileno(), bufsize)


def has_left(data: bytes) -> bool:
    return len(data) == 0
