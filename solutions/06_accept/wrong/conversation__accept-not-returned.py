# What is wrong: the client is accepted, but nothing is returned to the caller.
import socket


def accept_client(server):
    conn, addr = server.accept()
    print(conn, addr)
