# What is wrong: accept gives the socket first and the address second; here they are exchanged.
import socket


def accept_client(server):
    addr, conn = server.accept()
    return conn, addr
