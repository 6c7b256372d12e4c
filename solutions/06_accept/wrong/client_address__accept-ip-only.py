# What is wrong: the address is the pair (host, port), here only the host is returned.
import socket


def accept_client(server):
    conn, addr = server.accept()
    return conn, addr[0]
