# What is wrong: in an address the host comes first and the port second.
import socket


def accept_client(server):
    conn, (ip, port) = server.accept()
    return conn, (port, ip)
