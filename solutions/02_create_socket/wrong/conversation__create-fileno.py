# What is wrong: the file descriptor, a number, is returned instead of the socket.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return tcp_socket.fileno()
