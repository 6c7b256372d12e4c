import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    no_flags = 0
    return conn.recv(bufsize, no_flags)


def has_left(data: bytes) -> bool:
    return not len(data)
