# What is wrong: the error is only printed, so the caller believes that all is well.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
    except OSError as error:
        print("bind failed:", error)
