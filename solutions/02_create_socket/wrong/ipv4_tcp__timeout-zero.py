# What is wrong: settimeout(0) does not mean "no time limit" but "do not wait at all".
import socket


def create_tcp_socket():
    tcp_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    tcp_socket.settimeout(0)  # wait as long as it takes
    return tcp_socket
