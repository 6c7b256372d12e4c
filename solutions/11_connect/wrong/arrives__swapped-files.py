# What is wrong: it does the server's steps: it binds, listens and accepts at the server's address.
import socket


def connect_to(client, host, port):
    client.bind((host, port))
    client.listen(128)
    conn, addr = client.accept()
