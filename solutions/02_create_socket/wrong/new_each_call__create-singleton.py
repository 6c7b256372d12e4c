# What is wrong: the first socket is kept in a global variable and returned for every later call.
import socket

_socket = None


def create_tcp_socket():
    global _socket
    if _socket is None:
        _socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return _socket
