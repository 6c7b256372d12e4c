# What is wrong: the length is sent in front of the reply, which the client does not expect.
import socket


def send_reply(conn, data):
    conn.sendall(str(len(data)).encode())
    conn.sendall(data)
