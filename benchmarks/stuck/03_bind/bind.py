"""03, stuck: it goes on with the next steps, and takes every client away from the host."""

import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    """Bind, listen, and accept for ever."""
    server.bind((host, port))
    server.listen()
    clients = []
    while True:
        clients.append(server.accept())
