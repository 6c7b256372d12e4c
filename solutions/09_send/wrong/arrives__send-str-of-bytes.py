# What is wrong: the bytes are turned into text, and a socket takes no text.
import socket


def send_reply(conn, data):
    conn.sendall(str(data))
