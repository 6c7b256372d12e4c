# What is wrong: it tries again for ever while the address is taken, and never says so.
import socket
import time


def bind_server(server: socket.socket, host: str, port: int) -> None:
    while True:
        try:
            server.bind((host, port))
            return
        except OSError:
            time.sleep(0.2)
