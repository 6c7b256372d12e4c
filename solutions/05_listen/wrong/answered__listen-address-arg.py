# What is wrong: listen is given the address instead of the length of the queue.
import socket


def start_listening(server, backlog):
    server.listen(("127.0.0.1", 8989))
