# What is wrong: recvfrom returns a pair of data and address, and the pair is passed on.
import socket


def receive(conn, bufsize):
    return conn.recvfrom(bufsize)


def has_left(data):
    return len(data) == 0
