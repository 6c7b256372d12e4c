# What is wrong: the method is named but not called.
import socket


def send_reply(conn, data):
    conn.sendall
