import socket


def create_tcp_socket() -> socket.socket:
    s = socket.socket(family=socket.AF_INET, type=socket.SOCK_STREAM, proto=0)
    s.settimeout(10)
    return s
