# What is wrong: socket() has no argument of the name timeout.
import socket


def create_tcp_socket():
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM, timeout=5)
