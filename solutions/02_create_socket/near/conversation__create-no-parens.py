# What is wrong: it returns the type of the socket; not create-no-parens, because the socket was made.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return type(tcp_socket)
