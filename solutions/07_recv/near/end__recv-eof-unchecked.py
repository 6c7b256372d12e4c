# What is wrong: only a single byte counts as the end; not recv-eof-unchecked, because the length is asked.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return len(data) == 1
