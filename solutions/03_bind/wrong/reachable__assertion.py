# What is wrong: an assert does not hold.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    assert isinstance(port, str)
    server.bind((host, port))
