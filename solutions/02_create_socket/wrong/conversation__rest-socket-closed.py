# What is wrong: the socket is closed before it is returned.
import socket


def create_tcp_socket() -> socket.socket:
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_socket.close()
    return tcp_socket
