# What is wrong: it ends the whole program instead of raising ConnectionRefusedError.
import socket
import sys


def connect_to(client, host, port):
    try:
        client.connect((host, port))
    except ConnectionRefusedError:
        print("the server is not there")
        sys.exit(1)
