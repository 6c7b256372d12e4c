# What is wrong: without parentheses, self.sock is the class and not a socket.
import socket


class Client:
    def __init__(self):
        self.sock = socket.socket

    def ask(self, text):
        self.sock.connect(("127.0.0.1", 8081))
        self.sock.sendall(text.encode("gbk"))
        return self.sock.recv(1024).decode("gbk")


print(Client().ask("你好服务端，我是客户端小黑!"))
