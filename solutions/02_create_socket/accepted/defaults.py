import socket


def create_tcp_socket():
    # IPv4 和 TCP 就是默认值
    return socket.socket()
