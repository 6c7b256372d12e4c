# What is wrong: a new socket listens, not the bound one that was given.
import socket


def start_listening(server, backlog):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.listen(backlog)
