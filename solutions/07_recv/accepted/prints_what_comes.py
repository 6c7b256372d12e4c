import socket

def receive(conn, bufsize):
    recv_data = conn.recv(bufsize)
    recv_data_length = len(recv_data)
    print("接收数据的长度为: %d" % recv_data_length)
    print(recv_data)
    return recv_data

def has_left(data):
    left = len(data) < 1
    if left:
        print("客户端已经下线")
    return left
