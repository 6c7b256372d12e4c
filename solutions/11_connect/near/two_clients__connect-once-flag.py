# What is wrong: the second client gets another socket; not connect-once-flag, because it is connected as well.
import socket

clients = []


def connect_to(client, host, port):
    if clients:
        client = socket.socket()
    client.connect((host, port))
    clients.append(client)
