# What is wrong: it waits for one more client to close instead of closing the listening socket.
import socket


def close_conversation(conn):
    conn.close()


def close_server(server):
    conn, address = server.accept()
    conn.close()
    print("closed", address)
