# What is wrong: it takes one client after another and never returns any of them.
import socket


def accept_client(server: socket.socket):
    while True:
        connection, peer = server.accept()
        print("new client:", peer)
