# What is wrong: False is returned instead of the error raised, and nobody asks for it.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
        return True
    except Exception:
        return False
