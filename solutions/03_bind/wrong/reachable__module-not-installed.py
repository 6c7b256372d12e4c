# What is wrong: a package is imported that is not there.
import socket
import easysockets


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))
