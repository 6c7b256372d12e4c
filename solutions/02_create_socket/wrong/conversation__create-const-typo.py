# What is wrong: the constant is spelled AF_INET.
import socket


def create_tcp_socket():
    return socket.socket(socket.AF_INT, socket.SOCK_STREAM)
