# What is wrong: each call returns everything that ever came, not the new bytes alone.
import socket

all_data = b''


def receive(conn, bufsize):
    global all_data
    data = conn.recv(bufsize)
    if not data:
        return data
    all_data += data
    return all_data


def has_left(data):
    return len(data) == 0
