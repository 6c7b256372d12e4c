from socket import socket


def connect_to(client: socket, host: str, port: int) -> None:
    socket.connect(client, (host, port))
