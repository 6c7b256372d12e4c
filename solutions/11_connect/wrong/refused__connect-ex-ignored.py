# What is wrong: connect_ex() reports a refusal by its result, and nobody looks at it.
import socket


def connect_to(client, host, port):
    client.connect_ex((host, port))
