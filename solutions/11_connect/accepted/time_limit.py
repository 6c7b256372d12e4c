import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    before = client.gettimeout()
    client.settimeout(20)  # never wait longer than that
    try:
        client.connect((host, port))
    finally:
        client.settimeout(before)
