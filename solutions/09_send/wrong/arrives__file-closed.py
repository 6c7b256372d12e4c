# What is wrong: a file is used after it was closed.
import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    file = conn.makefile("wb")
    file.close()
    file.write(data)
