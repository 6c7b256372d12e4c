# What is wrong: a time limit of 0 means not to wait at all, so connect() gives up at once.
import socket


def connect_to(client, host, port):
    client.settimeout(0)  # no timeout
    client.connect((host, port))
