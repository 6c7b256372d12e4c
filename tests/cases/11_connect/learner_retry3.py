import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    for i in range(3):
        try:
            client.connect((host, port))
            return
        except ConnectionRefusedError:
            pass
    raise ConnectionRefusedError("nobody there")
