# What is wrong: the result of bind() is taken apart.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    bound, address = server.bind((host, port))
