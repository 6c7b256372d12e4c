# What is wrong: AF_UNIX sockets live in the file system, and Windows' Python has no such name.
import socket


def create_tcp_socket():
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
