import socket


def create_tcp_socket() -> socket.socket:
    return socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
