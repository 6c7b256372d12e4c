# What is wrong: sendall returns None, which cannot be added to the number of bytes sent.
import socket


def send_reply(conn, data):
    sent = 0
    while sent < len(data):
        sent += conn.sendall(data[sent:])
