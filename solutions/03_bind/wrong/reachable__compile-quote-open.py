# What is wrong: a quotation mark is missing.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    print("binding)
    server.bind((host, port))
