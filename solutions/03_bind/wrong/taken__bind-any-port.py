# What is wrong: if the port is taken, the system may choose another one, and the caller is not told.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
    except OSError:
        server.bind((host, 0))
