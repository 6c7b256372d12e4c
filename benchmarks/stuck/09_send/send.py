"""09, stuck: it waits for a request that the host has read already."""

import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    """Receive the request again, without a time limit, then reply."""
    conn.settimeout(None)
    conn.recv(1024)
    conn.sendall(data)
