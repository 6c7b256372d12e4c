# What is wrong: it closes the listening socket, so that no second client can come.
import socket


def accept_client(server):
    conn, addr = server.accept()
    server.close()
    return conn, addr
