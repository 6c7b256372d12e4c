# What is wrong: it receives on a new socket, not on the one that it is given.
import socket


def receive(conn, bufsize):
    server = socket.socket()
    return server.recv(bufsize)


def has_left(data):
    return len(data) == 0
