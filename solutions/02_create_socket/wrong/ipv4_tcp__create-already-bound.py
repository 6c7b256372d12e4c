# What is wrong: the socket is bound at once, which is the next step and belongs to the caller.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_socket.bind(("127.0.0.1", 0))
    return tcp_socket
