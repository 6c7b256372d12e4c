# What is wrong: the words exit and quit are taken for the end, though a customer may write them.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return len(data) == 0 or data.lower() in (b'exit', b'quit')
