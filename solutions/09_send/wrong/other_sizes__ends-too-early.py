# What is wrong: at most 1000 bytes are sent, past the socket's own methods.
import os


def send_reply(conn, data):
    os.write(conn.fileno(), data[:1000])
