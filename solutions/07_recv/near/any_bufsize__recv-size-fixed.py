# What is wrong: one byte more than asked is taken; not recv-size-fixed, because the number follows bufsize.
import socket


def receive(conn, bufsize):
    room = bufsize + 1 if bufsize < 10 else bufsize
    return conn.recv(room)


def has_left(data):
    return len(data) == 0
