import socket


def create_tcp_socket() -> socket.socket:
    sock = socket.socket(type=socket.SOCK_STREAM, family=socket.AF_INET)
    return sock
