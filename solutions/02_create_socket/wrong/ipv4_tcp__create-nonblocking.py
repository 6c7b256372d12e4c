# What is wrong: a non-blocking socket does not wait, accept() fails at once if nobody is there yet.
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_socket.setblocking(False)
    return tcp_socket
