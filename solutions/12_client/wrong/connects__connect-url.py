# What is wrong: the host is written like a web address.
import socket

HOST = "http://127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))
