# What is wrong: the name of the variable stands in quotes.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(("host", port))
