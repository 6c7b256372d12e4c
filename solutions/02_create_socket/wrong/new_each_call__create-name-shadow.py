# What is wrong: the global name `socket` is overwritten by the first socket, the second call fails.
import socket


def create_tcp_socket():
    global socket
    socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return socket
