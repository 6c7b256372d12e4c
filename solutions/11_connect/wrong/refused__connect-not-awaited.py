# What is wrong: it starts a connection without waiting to see whether it is refused.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    client.setblocking(False)
    client.connect_ex((host, port))  # does not block, so it is faster
    client.setblocking(True)
