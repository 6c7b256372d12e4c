# What is wrong: = stands in a comparison.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    if port = 0:
        return
    server.bind((host, port))
