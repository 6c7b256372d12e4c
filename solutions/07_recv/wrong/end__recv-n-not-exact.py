# What is wrong: it insists on exactly bufsize bytes, and never gets them once the client has closed.
import socket


def receive(conn, bufsize):
    data = b''
    while len(data) < bufsize:
        data += conn.recv(bufsize - len(data))
    return data


def has_left(data):
    return len(data) == 0
