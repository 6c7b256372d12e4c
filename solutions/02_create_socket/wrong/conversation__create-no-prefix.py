# What is wrong: after "import socket" the constants are known only as socket.AF_INET and so on.
import socket


def create_tcp_socket():
    return socket.socket(AF_INET, SOCK_STREAM)
