"""06, stuck: it receives from the client until the end of the stream, which does not come."""

import socket


def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    """Return the client's socket and address after the end of its stream."""
    conn, address = server.accept()
    while conn.recv(1024):
        pass
    return conn, address
