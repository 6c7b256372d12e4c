# What is wrong: a new socket is made and nothing is closed; not close-new-socket, because that one stays open as well.
import socket

kept = []


def close_conversation(conn):
    conn.close()


def close_server(server):
    kept.append(socket.socket())
