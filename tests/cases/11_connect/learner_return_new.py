import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    return socket.create_connection((host, port))
