# What is wrong: with closes the server as soon as its block ends.
import socket


def start_listening(server, backlog):
    with server:
        server.listen(backlog)
