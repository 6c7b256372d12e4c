# What is wrong: an exception is caught as in Python 2.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
    except OSError, error:
        raise
