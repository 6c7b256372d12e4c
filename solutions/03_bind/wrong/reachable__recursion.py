# What is wrong: the function calls itself.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    bind_server(server, host, port)
