# What is wrong: the result of bind() is None, and is used like a socket.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    bound = server.bind((host, port))
    bound.setblocking(True)
