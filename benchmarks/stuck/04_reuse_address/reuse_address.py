"""04, stuck: it sets the option, then listens and accepts before there is an address."""

import socket


def allow_restart(server: socket.socket) -> None:
    """Set the option, and wait for a client of a server that is not bound yet."""
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.listen()
    server.accept()
