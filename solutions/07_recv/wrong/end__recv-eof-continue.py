# What is wrong: an empty result is taken for "nothing yet", so it asks again for ever.
import socket


def receive(conn, bufsize):
    while True:
        data = conn.recv(bufsize)
        if not data:
            continue
        return data


def has_left(data):
    return len(data) == 0
