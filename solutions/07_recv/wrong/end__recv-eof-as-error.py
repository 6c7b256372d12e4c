# What is wrong: the end of the stream is turned into an error.
import socket


def receive(conn, bufsize):
    data = conn.recv(bufsize)
    if not data:
        raise ConnectionError('the client has left')
    return data


def has_left(data):
    return len(data) == 0
