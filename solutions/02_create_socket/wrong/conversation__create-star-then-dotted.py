# What is wrong: after the star import `socket` is the class already, it has no attribute `socket`.
from socket import *


def create_tcp_socket():
    return socket.socket(AF_INET, SOCK_STREAM)
