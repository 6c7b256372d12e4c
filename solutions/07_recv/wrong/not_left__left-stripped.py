# What is wrong: blanks and line ends alone are taken for nothing at all.
import socket


def receive(conn, bufsize):
    return conn.recv(bufsize)


def has_left(data):
    return data.strip() == b''
