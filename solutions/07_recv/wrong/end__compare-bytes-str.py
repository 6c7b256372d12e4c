# What is wrong: bytes are compared with text, which is never equal.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    if data == '':
        return True
    return False
