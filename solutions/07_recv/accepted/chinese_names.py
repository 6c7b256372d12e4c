import socket


def receive(conn, bufsize):
    # 接收客户端发送的数据，最多 bufsize 个字节
    接收的数据 = conn.recv(bufsize)
    return 接收的数据


def has_left(data):
    # 长度为0，说明客户端已经下线
    数据长度 = len(data)
    if 数据长度 > 0:
        return False
    return True
