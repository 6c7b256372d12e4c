import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    f = conn.makefile("wb")
    f.write(data)
