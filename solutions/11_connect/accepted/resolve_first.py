import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    ip = socket.gethostbyname(host)
    client.connect((ip, port))
