# What is wrong: only the first 1024 bytes are sent, as if that were the most that can be sent.
import socket


def send_reply(conn, data):
    conn.sendall(data[:1024])
