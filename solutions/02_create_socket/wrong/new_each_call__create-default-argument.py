# What is wrong: a default value is made once, when the function is defined, not at each call.
import socket


def create_tcp_socket(sock=socket.socket(socket.AF_INET, socket.SOCK_STREAM)):
    return sock
