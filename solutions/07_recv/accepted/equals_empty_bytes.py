import socket


def receive(conn, bufsize):
    data = conn.recv(bufsize)
    return data


def has_left(data):
    return data == b""
