# What is wrong: it looks at the bytes without taking them, so they come again and again.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize, socket.MSG_PEEK)


def has_left(data):
    return len(data) == 0
