"""02, stuck: it makes a complete server, and waits for a client at a random port."""

import socket


def create_tcp_socket() -> socket.socket:
    """Return a socket after a client has come."""
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind(("127.0.0.1", 0))
    server.listen()
    conn, _ = server.accept()
    return conn
