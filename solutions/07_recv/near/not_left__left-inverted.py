# What is wrong: a zero byte is taken for the end; not left-inverted, because the end is known as well.
import socket


def receive(conn: socket.socket, bufsize: int) -> bytes:
    return conn.recv(bufsize)


def has_left(data: bytes) -> bool:
    return len(data) == 0 or data[0] == 0
