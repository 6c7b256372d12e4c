# What is wrong: after an error it tries again, for ever, with a client that is gone.
import socket


def send_reply(conn, data):
    sent = 0
    while sent < len(data):
        try:
            sent += conn.send(data[sent:])
        except OSError:
            continue
