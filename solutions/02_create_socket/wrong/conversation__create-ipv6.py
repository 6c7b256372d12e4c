# What is wrong: AF_INET6 is IPv6, and an IPv4 address such as 127.0.0.1 does not belong to it.
import socket


def create_tcp_socket():
    return socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
