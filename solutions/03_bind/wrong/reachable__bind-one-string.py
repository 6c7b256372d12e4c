# What is wrong: the address is one text "host:port" instead of a tuple.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(f"{host}:{port}")
