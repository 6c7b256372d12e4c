# What is wrong: the address is written into the function, and the arguments are not used.
import socket


def connect_to(client, host, port):
    # 和服务端应用程序建立连接
    client.connect(("127.0.0.1", 8081))
