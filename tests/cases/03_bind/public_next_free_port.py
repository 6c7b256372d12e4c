import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    while True:
        try:
            server.bind((host, port))
            return
        except OSError:
            port += 1
