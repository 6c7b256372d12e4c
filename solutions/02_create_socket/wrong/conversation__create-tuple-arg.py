# What is wrong: family and type are two arguments, not one tuple.
import socket


def create_tcp_socket():
    return socket.socket((socket.AF_INET, socket.SOCK_STREAM))
