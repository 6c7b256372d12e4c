"""09 · Send: give the client every byte of the reply, once and in order."""

import socket


def send_reply(conn: socket.socket, data: bytes) -> None:
    """Send all of `data` over `conn`; OSError if the client is gone or the time is up."""
    conn.sendall(data)
