# What is wrong: the class itself is returned; without the parentheses no socket is created.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket
    return tcp_socket
