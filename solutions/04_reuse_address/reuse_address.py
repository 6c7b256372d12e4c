"""04 · Address reuse: the reference solution."""

import socket


def allow_restart(server: socket.socket) -> None:
    """Let server be bound to a port that its own earlier run has just left."""
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
