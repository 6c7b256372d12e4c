# What is wrong: socket.close() is the module's function and takes a descriptor's number, not a socket.
import socket


def close_conversation(conn):
    socket.close(conn)


def close_server(server):
    server.close()
