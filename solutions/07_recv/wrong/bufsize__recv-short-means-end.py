# What is wrong: one call goes on receiving until a portion is shorter than bufsize.
import socket


def receive(conn, bufsize):
    data = b''
    while True:
        chunk = conn.recv(bufsize)
        data += chunk
        if len(chunk) < bufsize:
            return data


def has_left(data):
    return len(data) == 0
