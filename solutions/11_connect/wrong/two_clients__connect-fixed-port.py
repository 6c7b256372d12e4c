# What is wrong: every client takes the same local port, so only one of them can be connected at a time.
import socket


def connect_to(client, host, port):
    # 客户端也绑定端口号
    client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
    client.bind(("127.0.0.1", 8082))
    client.connect((host, port))
