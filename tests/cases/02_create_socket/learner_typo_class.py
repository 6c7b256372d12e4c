import socket


def create_tcp_socket() -> socket.socket:
    return socket.Socket(socket.AF_INET, socket.SOCK_STREAM)
