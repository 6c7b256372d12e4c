# What is wrong: the portion is decoded, as UTF-8 even, and encoded again; GBK is no UTF-8.
import socket


def to_text(raw):
    return raw.decode().strip()


def receive(conn, bufsize):
    text = to_text(conn.recv(bufsize))
    return text.encode()


def has_left(data):
    return len(data) == 0
