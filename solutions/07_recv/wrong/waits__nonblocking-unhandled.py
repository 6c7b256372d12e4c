# What is wrong: the socket is made non-blocking, and nothing there yet is taken for the end.
import socket


def receive(conn, bufsize):
    conn.setblocking(False)
    try:
        return conn.recv(bufsize)
    except BlockingIOError:
        return b''


def has_left(data):
    return len(data) == 0
