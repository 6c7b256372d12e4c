import socket


def accept_client(server):
    客户端, 地址 = server.accept()
    客户端.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    客户端.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
    return 客户端, 地址
