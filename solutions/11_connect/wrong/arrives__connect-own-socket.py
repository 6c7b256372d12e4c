# What is wrong: it connects and returns a socket of its own instead of the one it was given.
import socket


def connect_to(client, host, port):
    tcp_client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_client_socket.connect((host, port))
    return tcp_client_socket
