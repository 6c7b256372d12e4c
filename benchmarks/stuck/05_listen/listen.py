"""05, stuck: it takes the clients itself, one after another, and answers none."""

import socket


def start_listening(server: socket.socket, backlog: int) -> None:
    """Listen, and accept for ever."""
    server.listen(backlog)
    clients = []
    while True:
        clients.append(server.accept())
