"""05 · Listen: the reference solution."""

import socket


def start_listening(server: socket.socket, backlog: int) -> None:
    """Let clients connect to server, and return at once."""
    server.listen(backlog)
