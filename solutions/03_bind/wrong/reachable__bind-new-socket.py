# What is wrong: a second socket is bound, and the one that was given stays without an address.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind((host, port))
