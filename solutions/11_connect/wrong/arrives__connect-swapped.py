# What is wrong: the port comes first in the tuple, the host second.
import socket


def connect_to(client, host, port):
    client.connect((port, host))
