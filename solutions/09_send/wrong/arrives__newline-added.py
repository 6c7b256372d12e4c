# What is wrong: a line end that nobody asked for is sent behind the reply.
import socket


def send_reply(conn, data):
    conn.sendall(data + b"\n")
