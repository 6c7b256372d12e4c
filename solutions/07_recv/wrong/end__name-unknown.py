# What is wrong: recv() is missing.
import socket

def receive(conn, bufsize):
    pass
    return 接收的数据

def has_left(data):
    数据长度 = len(data)
    if 数据长度 > 0:
        return False
    return True
