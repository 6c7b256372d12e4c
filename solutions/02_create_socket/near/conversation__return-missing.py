# What is wrong: it returns what print() gives; not return-missing, because return is there.
import socket


def create_tcp_socket():
    return print(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
