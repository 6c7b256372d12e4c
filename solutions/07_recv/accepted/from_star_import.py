from socket import *


def receive(conn: socket, bufsize: int) -> bytes:
    return conn.recv(bufsize)


def has_left(data: bytes) -> bool:
    return not data
