# What is wrong: it waits 20 ms for the client with select; not nonblocking-unhandled, because the socket itself blocks.
import select
import socket


def receive(conn, bufsize):
    ready, _, _ = select.select([conn], [], [], 0.02)
    return conn.recv(bufsize) if ready else b''


def has_left(data):
    return len(data) == 0
