# What is wrong: the first call closes the connection, so the second has no socket to read from.
import socket


def receive(conn, bufsize):
    with conn:
        data = conn.recv(bufsize)
    return data


def has_left(data):
    return len(data) == 0
