# What is wrong: the last portion, shorter than the others, is never sent.
import socket


def send_reply(conn, data):
    for i in range(len(data) // 1024):
        conn.sendall(data[i * 1024:(i + 1) * 1024])
