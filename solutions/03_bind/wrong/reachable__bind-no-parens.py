# What is wrong: the method is only named, not called, so nothing is bound.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    address = (host, port)
    server.bind, address
