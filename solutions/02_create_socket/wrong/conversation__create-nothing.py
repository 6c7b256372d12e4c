# What is wrong: nothing is created, and the function returns None.
import socket


def create_tcp_socket() -> socket.socket:
    pass
