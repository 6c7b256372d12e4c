# What is wrong: recv is called without the number of bytes, which is a TypeError.
import socket


def receive(conn, bufsize):
    data = conn.recv()
    return data


def has_left(data):
    return len(data) == 0
