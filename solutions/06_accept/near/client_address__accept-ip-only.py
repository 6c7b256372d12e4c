# What is wrong: the address is a name that was looked up; not accept-ip-only, because no half of the pair is in it.
import socket


def accept_client(server):
    connection, address = server.accept()
    return connection, socket.gethostname()
