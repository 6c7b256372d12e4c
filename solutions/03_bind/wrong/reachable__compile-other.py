# What is wrong: a comma is missing.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host port))
