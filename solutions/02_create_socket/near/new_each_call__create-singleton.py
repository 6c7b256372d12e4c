# What is wrong: it closes the one before; not create-singleton, because each call makes a new one.
import socket

latest = None


def create_tcp_socket():
    global latest
    if latest is not None:
        latest.close()
    latest = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return latest
