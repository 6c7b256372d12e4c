# What is wrong: it returns text instead of the bytes.
import socket


def receive(conn, bufsize):
    recv_data = conn.recv(bufsize)
    recv_content = recv_data.decode('gbk')
    return recv_content


def has_left(data):
    return len(data) == 0
