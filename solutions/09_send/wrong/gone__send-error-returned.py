# What is wrong: the error becomes a return value that nobody asked for.
import socket


def send_reply(conn, data):
    try:
        conn.sendall(data)
        return True
    except Exception:
        return False
