# What is wrong: if the port is taken another one is bound silently, where no client looks.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    for p in range(port, 65536):
        try:
            server.bind((host, p))
            break
        except OSError:
            print("port", p, "is in use, trying the next one")
