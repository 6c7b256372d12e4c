# What is wrong: the option is set on a new socket, not on the server that was given.
import socket


def allow_restart(server):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
