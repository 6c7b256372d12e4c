"""05, stuck: it accepts all clients itself, and does not answer them."""

import socket


def start_listening(server: socket.socket, backlog: int) -> None:
    """Listen, and accept for ever."""
    server.listen(backlog)
    clients = []
    while True:
        clients.append(server.accept())
