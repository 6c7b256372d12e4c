# What is wrong: the address is a list, and bind wants a tuple.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind([host, port])
