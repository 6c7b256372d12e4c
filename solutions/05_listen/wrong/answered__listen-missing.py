# What is wrong: nothing is done at all; a bound socket does not listen by itself.
import socket


def start_listening(server: socket.socket, backlog: int) -> None:
    pass
