# What is wrong: without parentheses the method is only named, not called.
import socket


def accept_client(server):
    conn, addr = server.accept
    return conn, addr
