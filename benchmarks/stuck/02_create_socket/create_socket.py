"""02, stuck: it makes a whole server at once, and waits for a client at a port that nobody knows."""

import socket


def create_tcp_socket() -> socket.socket:
    """Return a socket, once a client has come."""
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind(("127.0.0.1", 0))
    server.listen()
    conn, _ = server.accept()
    return conn
