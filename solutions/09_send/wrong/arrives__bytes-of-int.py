# What is wrong: bytes(65) is not the byte 65 but 65 zero bytes.
import socket


def send_reply(conn, data):
    for b in data:
        conn.sendall(bytes(b))
