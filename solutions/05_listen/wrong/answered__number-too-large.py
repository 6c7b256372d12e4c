# What is wrong: the number for listen() is far too large.
import socket


def start_listening(server: socket.socket, backlog: int) -> None:
    server.listen(backlog + 10**30)
