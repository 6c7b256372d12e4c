# What is wrong: the socket is created but not returned.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    print("socket created:", tcp_socket)
