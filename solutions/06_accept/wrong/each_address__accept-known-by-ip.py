# What is wrong: it takes the host alone for the client's name, so that later clients get the first one's address.
import socket

known = {}


def accept_client(server):
    conn, addr = server.accept()
    ip = addr[0]
    if ip not in known:
        known[ip] = addr
    return conn, known[ip]
