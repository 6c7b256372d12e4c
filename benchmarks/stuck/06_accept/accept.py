"""06, stuck: it reads all that the client says, to an end that does not come."""

import socket


def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    """Return the client's socket and address, once the client has said everything."""
    conn, address = server.accept()
    while conn.recv(1024):
        pass
    return conn, address
