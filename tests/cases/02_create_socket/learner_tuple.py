import socket


def create_tcp_socket() -> socket.socket:
    s = socket.socket()
    address = ("127.0.0.1", 8989)
    return (s, address)
