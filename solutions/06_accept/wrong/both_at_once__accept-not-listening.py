# What is wrong: accept() is called on a new socket.
import socket

def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    """Wait for the next client; return the socket to talk to it, and its address."""
    return socket.socket().accept()
