from socket import *


def create_tcp_socket():
    tcp_server_socket = socket(AF_INET, SOCK_STREAM)
    print("套接字创建成功")
    return tcp_server_socket
