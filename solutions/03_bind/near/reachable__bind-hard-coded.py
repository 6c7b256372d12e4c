# What is wrong: the port is one off; not bind-hard-coded, because the caller's port is used.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port + 1))
