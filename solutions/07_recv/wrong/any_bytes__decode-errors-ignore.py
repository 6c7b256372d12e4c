# What is wrong: bytes that are no GBK text silently vanish on the way through text and back.
import socket


def receive(conn, bufsize):
    recv_content = conn.recv(bufsize).decode('gbk', 'ignore')
    return recv_content.encode('gbk')


def has_left(data):
    return len(data) == 0
