# What is wrong: walking through bytes gives numbers, and a socket does not send numbers.
import socket


def send_reply(conn, data):
    for b in data:
        conn.send(b)
