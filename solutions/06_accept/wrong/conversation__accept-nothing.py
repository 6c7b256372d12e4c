# What is wrong: nothing is accepted and nothing is returned.
import socket


def accept_client(server: socket.socket):
    pass
