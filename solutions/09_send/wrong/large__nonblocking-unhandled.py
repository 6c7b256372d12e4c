# What is wrong: the socket is made non-blocking, and a full buffer becomes an error.
import socket


def send_reply(conn, data):
    conn.setblocking(False)
    conn.sendall(data)
