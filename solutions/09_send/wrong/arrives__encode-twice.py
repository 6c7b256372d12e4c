# What is wrong: bytes have no encode; only text can be encoded, and this happened before.
import socket


def send_reply(conn, data):
    conn.sendall(data.encode("gbk"))
