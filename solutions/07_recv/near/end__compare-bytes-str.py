# What is wrong: the end is compared with a blank; not compare-bytes-str, because both are bytes.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return data == b' '
