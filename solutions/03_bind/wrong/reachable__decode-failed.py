# What is wrong: bytes are decoded that are no text.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    print(b"\xff\xfe\xfd".decode("ascii"))
    server.bind((host, port))
