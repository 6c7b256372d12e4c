import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.setblocking(False)
    client.connect((host, port))
