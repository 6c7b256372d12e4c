# What is wrong: only every second byte is sent; not send-then-close, because it closes a socket of its own.
import socket


def send_reply(conn, data):
    own = socket.socket()
    own.close()
    conn.sendall(data[::2])
