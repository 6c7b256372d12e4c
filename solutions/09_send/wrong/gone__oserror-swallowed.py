# What is wrong: the error is caught and dropped.
import socket


def send_reply(conn, data):
    try:
        conn.sendall(data)
    except OSError:
        pass
