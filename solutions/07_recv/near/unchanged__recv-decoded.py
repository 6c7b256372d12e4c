# What is wrong: the description of the bytes is given back; not recv-decoded, because nothing was decoded.
import socket


def receive(conn, bufsize):
    return repr(conn.recv(bufsize))


def has_left(data):
    return len(data) == 0
