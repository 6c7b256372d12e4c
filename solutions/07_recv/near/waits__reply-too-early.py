# What is wrong: select() waits for a tenth of a second only; not reply-too-early, because the help desk does not speak first.
import select
import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    ready, _, _ = select.select([conn], [], [], 0.1)
    if ready:
        return conn.recv(bufsize)
    return b""


def has_left(data: bytes) -> bool:
    return not data
