# What is wrong: connect() takes one address, a tuple, and gets two arguments.
import socket


def connect_to(client, host, port):
    client.connect(host, port)
