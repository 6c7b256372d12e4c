# What is wrong: type and family are swapped; the numbers are taken for another family and type.
import socket


def create_tcp_socket():
    return socket.socket(socket.SOCK_STREAM, socket.AF_INET)
