# What is wrong: the method is called connect, not conect.
from socket import *


def connect_to(client, host, port):
    client.conect((host, port))
