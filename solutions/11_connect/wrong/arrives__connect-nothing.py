# What is wrong: the function does nothing.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    pass
