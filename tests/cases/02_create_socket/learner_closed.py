import socket


def create_tcp_socket() -> socket.socket:
    s = socket.socket()
    print(s)
    s.close()
    return s
