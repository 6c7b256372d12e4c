# What is wrong: connect goes to a server that is there; a server's own address is taken by bind.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.connect((host, port))
