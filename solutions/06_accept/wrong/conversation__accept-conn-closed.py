# What is wrong: with closes the client's socket before it is returned.
import socket


def accept_client(server):
    conn, addr = server.accept()
    with conn:
        return conn, addr
