# What is wrong: the port is given as text, and must be a number.
import socket


def connect_to(client, host, port):
    client.connect((host, str(port)))
