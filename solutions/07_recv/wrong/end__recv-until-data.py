# What is wrong: it goes on asking as long as the result is empty, and after the end it always is.
import socket


def receive(conn, bufsize):
    msg = b''
    while len(msg) == 0:
        msg = conn.recv(bufsize)
    return msg


def has_left(data):
    return len(data) == 0
