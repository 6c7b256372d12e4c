# What is wrong: it closes a new socket of its own; the one that listens stays open.
import socket


def close_conversation(conn):
    conn.close()


def close_server(server):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.close()
