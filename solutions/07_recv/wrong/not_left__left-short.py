# What is wrong: fewer than 1024 bytes are taken for the end.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return len(data) < 1024
