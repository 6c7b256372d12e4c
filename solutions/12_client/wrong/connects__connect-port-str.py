# What is wrong: the port is a text, it has to be a number.
import socket

HOST = "127.0.0.1"
PORT = "8081"
MESSAGE = "你好服务端，我是客户端小黑!"

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.connect((HOST, PORT))
    s.sendall(MESSAGE.encode("gbk"))
    print(s.recv(1024).decode("gbk"))
