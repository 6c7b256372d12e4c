# What is wrong: the connection is closed before the reply is sent.
import socket


def send_reply(conn, data):
    conn.close()
    conn.sendall(data)
