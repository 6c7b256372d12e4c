# What is wrong: it answers.
import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    data = conn.recv(bufsize)
    conn.sendall(b"ok")
    return data


def has_left(data: bytes) -> bool:
    return len(data) == 0
