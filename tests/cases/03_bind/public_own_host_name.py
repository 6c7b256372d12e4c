import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((socket.gethostname(), port))
