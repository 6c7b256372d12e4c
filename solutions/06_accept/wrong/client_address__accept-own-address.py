# What is wrong: getsockname gives the server's own address, not the client's.
import socket


def accept_client(server):
    conn, _ = server.accept()
    return conn, conn.getsockname()
