# What is wrong: connect() is called on an accepted socket.
import socket


def accept_client(server: socket.socket):
    conn, address = server.accept()
    conn.connect(address)
    return conn, address
