import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
    except OSError as trouble:
        print("could not bind:", trouble, "trying once more")
        bind_server(server, host, port)
