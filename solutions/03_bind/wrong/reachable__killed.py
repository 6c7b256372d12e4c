# What is wrong: the program ends its own process.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    import os
    os.kill(os.getpid(), 9)
