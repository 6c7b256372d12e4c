# What is wrong: listen does not wait for clients, and so this loop never ends.
import socket


def start_listening(server, backlog):
    # wait for clients
    while True:
        server.listen(backlog)
