# What is wrong: the port is one too large.
import socket


def accept_client(server: socket.socket):
    conn, (host, port) = server.accept()
    return conn, (host, port + 1)
