# What is wrong: the refusal becomes a False that nobody asked for.
import socket


def connect_to(client, host, port):
    try:
        client.connect((host, port))
        return True
    except ConnectionRefusedError:
        return False
