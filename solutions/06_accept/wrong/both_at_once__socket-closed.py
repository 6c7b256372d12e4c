# What is wrong: the socket is closed before accept().
import socket

def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    """Wait for the next client; return the socket to talk to it, and its address."""
    server.close()
    return server.accept()
