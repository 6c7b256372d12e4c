# What is wrong: each accept() waits for another client: the socket is one client's, the address another's.
import socket


def accept_client(server):
    conn = server.accept()[0]
    addr = server.accept()[1]
    return conn, addr
