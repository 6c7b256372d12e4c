# What is wrong: only the socket is returned, without the client's address.
import socket


def accept_client(server):
    return server.accept()[0]
