# What is wrong: it returns the listening socket, over which nobody can talk.
import socket


def accept_client(server):
    conn, addr = server.accept()
    print("connected with", addr)
    return server, addr
