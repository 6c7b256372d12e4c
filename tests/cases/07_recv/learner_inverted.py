import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    return conn.recv(bufsize)


def has_left(data: bytes) -> bool:
    if data:
        return True
    else:
        return False
