# What is wrong: the bytes go through text and back, and not every byte is GBK text.
import socket


def receive(conn, bufsize):
    recv_data = conn.recv(bufsize)
    recv_content = recv_data.decode('gbk')
    print('接收数据:', recv_content)
    return recv_content.encode('gbk')


def has_left(data):
    return len(data) == 0
