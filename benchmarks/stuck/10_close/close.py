"""10, stuck: before it closes, it waits for the other side to go first."""

import socket


def close_conversation(conn: socket.socket) -> None:
    """Close once the client has closed."""
    conn.shutdown(socket.SHUT_WR)
    while conn.recv(1024):
        pass
    conn.close()


def close_server(server: socket.socket) -> None:
    """Close once a last client has come."""
    last, _ = server.accept()
    last.close()
    server.close()
