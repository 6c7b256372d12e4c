# What is wrong: create_connection() makes a new socket; the caller's own is never connected.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client = socket.create_connection((host, port))
