# What is wrong: bufsize is ignored, 1024 bytes are asked for each time.
import socket


def receive(conn, bufsize):
    # 每次接收数据的最大字节数是1024
    recv_data = conn.recv(1024)
    return recv_data


def has_left(data):
    return len(data) == 0
