import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    data = conn.recv(bufsize)
    print(data)


def has_left(data: bytes) -> bool:
    return len(data) == 0
