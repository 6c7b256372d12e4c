import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    # A client that was torn away has left as well.
    try:
        return conn.recv(bufsize)
    except ConnectionResetError:
        return b""


def has_left(data: bytes) -> bool:
    return bool(data) is False
