# What is wrong: sendall returns None, so it believes that nothing was sent and sends all of it again.
import socket


def send_reply(conn, data):
    if conn.sendall(data) != len(data):
        # not everything was sent, once more
        conn.sendall(data)
