import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.connect((host, str(port)))
