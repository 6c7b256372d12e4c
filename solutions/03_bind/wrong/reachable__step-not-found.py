# What is wrong: the name is no function.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    pass


bind_server = 5
