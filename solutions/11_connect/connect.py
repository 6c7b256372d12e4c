"""11 · Connect: the client calls the server."""

import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    """Connect the socket client to the server at host and port."""
    client.connect((host, port))
