# What is wrong: a socket that is connected cannot be connected again.
import socket


def connect_to(client, host, port):
    # first look whether the server is there ...
    client.connect((host, port))
    print("server found")
    # ... then connect
    client.connect((host, port))
