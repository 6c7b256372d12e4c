# What is wrong: the method's name is misspelt, which shows only when a client has come.
import socket


def receive(conn, bufsize):
    return conn.receive(bufsize)


def has_left(data):
    return len(data) == 0
