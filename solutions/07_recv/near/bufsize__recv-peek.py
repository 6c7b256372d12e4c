# What is wrong: all is doubled; not recv-peek, because the flag is only used to look first.
import socket


def receive(conn, bufsize):
    conn.recv(1, socket.MSG_PEEK)
    data = conn.recv(bufsize)
    return data if bufsize > 1000 else data + data


def has_left(data):
    return len(data) == 0
