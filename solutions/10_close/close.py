"""10 · Close: end one conversation, end the service."""

import socket


def close_conversation(conn: socket.socket) -> None:
    """End the conversation with one client."""
    conn.close()


def close_server(server: socket.socket) -> None:
    """End the service: new clients are refused, conversations go on."""
    server.close()
