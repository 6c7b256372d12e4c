# What is wrong: one socket is created when the file is loaded and handed out again and again.
import socket

tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def create_tcp_socket():
    return tcp_socket
