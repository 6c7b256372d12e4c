import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    socket.bind((host, port))
