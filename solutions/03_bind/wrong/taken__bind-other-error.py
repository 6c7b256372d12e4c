# What is wrong: the OSError is turned into a RuntimeError, which the caller does not expect.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    try:
        server.bind((host, port))
    except OSError:
        raise RuntimeError("address in use")
