# What is wrong: the answer is the wrong way round: data means left.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return len(data) > 0
