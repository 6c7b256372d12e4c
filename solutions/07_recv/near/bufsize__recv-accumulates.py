# What is wrong: each portion is doubled; not recv-accumulates, because nothing of earlier calls comes again.
import socket


def receive(conn, bufsize):
    data = conn.recv(bufsize)
    return data if bufsize > 1000 else data * 2


def has_left(data):
    return len(data) == 0
