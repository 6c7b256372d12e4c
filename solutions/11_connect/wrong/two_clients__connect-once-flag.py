# What is wrong: a global flag says that the program is connected, so a second client is left out.
import socket

connected = False


def connect_to(client, host, port):
    global connected
    if connected:
        return
    client.connect((host, port))
    connected = True
