import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.connect((host, port))
    conn, addr = client.accept()
