# What is wrong: an argument with a name stands before one without.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(address=host, port)
