# What is wrong: a bufsize below 16 is thought too small and is raised to 16.
import socket


def receive(conn, bufsize):
    if bufsize < 16:
        bufsize = 16
    return conn.recv(bufsize)


def has_left(data):
    return len(data) == 0
