# What is wrong: SOCK_DGRAM is UDP, which has no connections to listen for.
import socket


def create_tcp_socket():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
