# What is wrong: the socket is bound and listens at once; these steps belong to the caller.
import socket


def create_tcp_socket():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.bind(("127.0.0.1", 8989))
    s.listen()
    return s
