# What is wrong: the type is called TCP, which is no name of the module.
import socket


def create_tcp_socket():
    return socket.socket(socket.AF_INET, socket.TCP)
