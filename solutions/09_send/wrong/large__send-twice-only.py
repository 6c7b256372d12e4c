# What is wrong: the rest is sent once more, but the rest of the rest is not.
import socket


def send_reply(conn, data):
    sent = conn.send(data)
    if sent < len(data):
        conn.send(data[sent:])
