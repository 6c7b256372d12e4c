# What is wrong: zero bytes count as nothing; not left-stripped, because no blanks are taken away.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return not any(data)
