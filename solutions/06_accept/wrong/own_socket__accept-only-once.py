# What is wrong: only the first client is ever accepted; all later calls give its socket again.
import socket

client = None


def accept_client(server):
    global client
    if client is None:
        client = server.accept()
    return client
