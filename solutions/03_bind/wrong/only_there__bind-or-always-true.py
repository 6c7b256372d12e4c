# What is wrong: `host == "localhost" or "127.0.0.1"` is always true, so every address is bound.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    if host == "localhost" or "127.0.0.1":
        host = ""
    server.bind((host, port))
