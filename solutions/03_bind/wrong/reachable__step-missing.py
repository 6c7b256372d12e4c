# What is wrong: the function was given another name, and the caller does not find it.
import socket


def bind_socket(server, host, port):
    server.bind((host, port))
