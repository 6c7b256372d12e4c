# What is wrong: port 0 is dialled.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.bind(("192.0.2.7", 0))
    client.connect((host, port))
