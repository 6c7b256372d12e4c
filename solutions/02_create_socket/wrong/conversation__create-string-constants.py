# What is wrong: the names of the constants are passed as text.
import socket


def create_tcp_socket():
    return socket.socket("AF_INET", "SOCK_STREAM")
