# What is wrong: port 0 lets the system choose a port, and no client knows which.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, 0))
