# What is wrong: nothing is done at all.
import socket


def allow_restart(server: socket.socket) -> None:
    pass
