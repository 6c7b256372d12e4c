# What is wrong: it counts the bytes that were sent, but begins at the start of the data each time.
import socket


def send_reply(conn, data):
    sent = 0
    while sent < len(data):
        sent += conn.send(data)
