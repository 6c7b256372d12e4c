# What is wrong: what was received is kept in a variable and never returned.
import socket


def receive(conn, bufsize):
    recv_data = conn.recv(bufsize)
    print(recv_data)


def has_left(data):
    return not data
