import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[conn.send(rest) :]
