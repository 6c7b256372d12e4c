# What is wrong: it asks for a length of -1; not left-is-none, because None is only a guard in front.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    if data is None:
        return True
    return len(data) == -1
