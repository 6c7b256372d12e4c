# What is wrong: a connection to everybody is made.
import socket


def accept_client(server: socket.socket):
    helper = socket.create_connection(("255.255.255.255", 9))
    return server.accept()
