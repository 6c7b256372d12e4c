import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    with server:
        server.bind((host, port))
