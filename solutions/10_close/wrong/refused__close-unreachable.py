# What is wrong: the function returns before the line that closes.
import socket


def close_conversation(conn):
    conn.close()


def close_server(server):
    return print("server closed")
    server.close()
