# What is wrong: the keyboard is read.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    input("Enter to bind")
    server.bind((host, port))
