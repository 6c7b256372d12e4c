# What is wrong: it closes the socket itself; not create-with-closes, because no with is involved.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_socket.close()
    return tcp_socket
