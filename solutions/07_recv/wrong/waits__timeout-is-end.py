# What is wrong: a client that is silent for 20 ms is taken for one that has left.
import socket


def receive(conn, bufsize):
    conn.settimeout(0.02)
    try:
        return conn.recv(bufsize)
    except socket.timeout:
        return b''


def has_left(data):
    return len(data) == 0
