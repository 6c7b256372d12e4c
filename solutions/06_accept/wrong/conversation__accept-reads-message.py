# What is wrong: it swallows the client's message, for which the rest of the program then waits.
import socket


def accept_client(server):
    conn, addr = server.accept()
    data = conn.recv(1024)
    print("收到:", data)
    return conn, addr
