# What is wrong: the description of the bytes, b'...' and all, is sent in their place.
import socket


def send_reply(conn, data):
    send_data = str(data).encode("gbk")
    conn.sendall(send_data)
