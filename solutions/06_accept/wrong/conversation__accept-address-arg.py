# What is wrong: accept takes no address; it is the client who brings one.
import socket


def accept_client(server):
    conn, addr = server.accept(("127.0.0.1", 8989))
    return conn, addr
