# What is wrong: it always says that the client has left; not left-inverted, because data is not even looked at.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return True
