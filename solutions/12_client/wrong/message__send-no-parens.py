# What is wrong: send is named, not called.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


class Desk:
    def __init__(self):
        self.sock = socket.socket()
        self.sock.connect((HOST, PORT))

    def ask(self, text):
        question = text.encode("gbk")
        self.sock.send
        return self.sock.recv(1024).decode("gbk")


print(Desk().ask(MESSAGE))
