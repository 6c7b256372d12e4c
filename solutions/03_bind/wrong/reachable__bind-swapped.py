# What is wrong: the port comes first in the tuple, the host must.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((port, host))
