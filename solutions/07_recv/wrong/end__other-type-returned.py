# What is wrong: recv is named without parentheses.
import socket

def receive(conn, bufsize):
    接收的数据 = conn.recv
    return 接收的数据

def has_left(data):
    数据长度 = len(data)
    if 数据长度 > 0:
        return False
    return True
