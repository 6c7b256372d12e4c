# What is wrong: str() of the bytes is their description, and it is no bytes either.
import socket


def receive(conn, bufsize):
    received = conn.recv(bufsize)
    return str(received)


def has_left(data):
    return len(data) == 0
