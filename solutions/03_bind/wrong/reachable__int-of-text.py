# What is wrong: the host is made a number.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, int(host)))
