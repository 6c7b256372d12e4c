# What is wrong: it receives twice, whatever comes; not recv-eof-not-needed-one-shot, because it asks for no end.
import socket


def receive(conn, bufsize):
    data = b''
    for _ in range(2 if bufsize < 1000 else 1):
        data += conn.recv(bufsize)
    return data


def has_left(data):
    return len(data) == 0
