"""03 · Bind: the reference solution."""

import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    """Bind ``server`` to the address that ``host`` and ``port`` make."""
    server.bind((host, port))
