import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    conn.setblocking(False)
    return conn.recv(bufsize)


def has_left(data: bytes) -> bool:
    return not data
