import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.bind((host, port))
