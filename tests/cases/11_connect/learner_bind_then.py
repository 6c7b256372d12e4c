import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.bind(("127.0.0.1", 50000))
    client.connect((host, port))
