# What is wrong: the with block closes the socket as soon as it is connected.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    with client:
        client.connect((host, port))
