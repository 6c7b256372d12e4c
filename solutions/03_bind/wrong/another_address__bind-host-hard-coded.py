# What is wrong: the port is used, but the host is always 127.0.0.1.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(("127.0.0.1", port))
