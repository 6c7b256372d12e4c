# What is wrong: the port is a number and has no host.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((port.host, port))
