# What is wrong: the colon after if is missing.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    if host
        server.bind((host, port))
