# What is wrong: with closes the listening socket as soon as the function returns.
import socket


def accept_client(server):
    with server as s:
        return s.accept()
