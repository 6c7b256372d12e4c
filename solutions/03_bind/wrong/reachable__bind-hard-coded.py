# What is wrong: the example's address is bound, whatever the function was given.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(("127.0.0.1", 8989))
