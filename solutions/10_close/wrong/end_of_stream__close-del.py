# What is wrong: del removes the function's own name; the rest of the program still holds the open socket.
import socket


def close_conversation(conn):
    del conn  # the garbage collector closes it


def close_server(server):
    server.close()
