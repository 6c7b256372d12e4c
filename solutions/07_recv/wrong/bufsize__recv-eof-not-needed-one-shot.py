# What is wrong: one call reads until the client closes and returns it all at once.
import socket


def receive(conn, bufsize):
    data = b''
    while True:
        chunk = conn.recv(bufsize)
        if not chunk:
            break
        data += chunk
    return data


def has_left(data):
    return len(data) == 0
