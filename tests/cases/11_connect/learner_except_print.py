import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    try:
        client.connect((host, port))
    except ConnectionRefusedError:
        print("the server is not there")
