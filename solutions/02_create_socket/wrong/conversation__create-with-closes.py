# What is wrong: `with` closes the socket on the way out, so the caller gets a closed one.
import socket


def create_tcp_socket():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp_socket:
        return tcp_socket
