# What is wrong: socket() has an argument too many.
import socket

def create_tcp_socket() -> socket.socket:
    """Return a new socket for TCP (SOCK_STREAM) over IPv4 (AF_INET)."""
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM, 1)
