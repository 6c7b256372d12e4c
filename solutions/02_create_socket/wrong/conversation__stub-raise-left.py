# What is wrong: the stub's raise still stands below the code.
import socket


def create_tcp_socket() -> socket.socket:
    """Return a new socket for TCP over IPv4."""
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    raise NotImplementedError("write create_tcp_socket() here")
