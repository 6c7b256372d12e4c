# What is wrong: an exception of its own is raised.
import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    conn.sendall(data)
    if len(data) > 8:
        raise OSError("the reply was too long")
