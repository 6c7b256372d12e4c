# What is wrong: neither function does anything, both return None.
import socket


def receive(conn, bufsize):
    pass


def has_left(data):
    pass
