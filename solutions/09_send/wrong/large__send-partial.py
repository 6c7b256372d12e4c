# What is wrong: a single send may take only a part, and its result is ignored.
import socket


def send_reply(conn, data):
    conn.send(data)
