import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    server = socket.socket()
    return server.recv(bufsize)


def has_left(data: bytes) -> bool:
    return len(data) == 0
