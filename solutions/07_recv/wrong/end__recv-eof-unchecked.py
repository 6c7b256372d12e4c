# What is wrong: has_left never says that the client has left.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    # recv would raise an error if the client were gone
    return False
