# What is wrong: what came is not handed back; not recv-nothing, because recv() was called.
import socket


def receive(conn, bufsize):
    received = conn.recv(bufsize)


def has_left(data):
    return len(data) == 0
