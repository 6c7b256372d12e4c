# What is wrong: a connection to a port is made at which nothing listens.
import socket


def accept_client(server: socket.socket):
    helper = socket.create_connection(("127.0.0.1", 1))
    return server.accept()
