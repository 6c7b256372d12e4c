import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    return conn.recvall(bufsize)


def has_left(data: bytes) -> bool:
    return not data
