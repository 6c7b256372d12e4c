# What is wrong: it waits for None, but recv gives b'' at the end.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return data is None
