"""11, stuck: it waits for a greeting that the server does not send."""

import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    """Connect, and wait for the server's first message."""
    client.connect((host, port))
    client.recv(1024)
