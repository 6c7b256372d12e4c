# What is wrong: the limit is 10 ms and taken for the end; not timeout-zero, because it is not 0.
import socket


def receive(conn, bufsize):
    conn.settimeout(0.01)
    try:
        return conn.recv(bufsize)
    except TimeoutError:
        return b''


def has_left(data):
    return len(data) == 0
