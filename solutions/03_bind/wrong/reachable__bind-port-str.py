# What is wrong: the port is made text; a port is a number.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, str(port)))
