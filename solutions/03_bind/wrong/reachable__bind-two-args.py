# What is wrong: bind takes one argument, the address as a tuple.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(host, port)
