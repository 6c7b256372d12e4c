# What is wrong: `socket` is the module here, the class in it is socket.socket.
import socket


def create_tcp_socket():
    return socket(socket.AF_INET, socket.SOCK_STREAM)
