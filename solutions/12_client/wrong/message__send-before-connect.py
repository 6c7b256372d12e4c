# What is wrong: the class keeps the address, but never connects.
import socket as net


class Client:
    def __init__(self, host, port):
        self.address = (host, port)
        self.s = net.socket(net.AF_INET, net.SOCK_STREAM)

    def ask(self, text):
        self.s.sendall(text.encode("gbk"))
        return self.s.recv(1024).decode("gbk")


print(Client("127.0.0.1", 8081).ask("你好服务端，我是客户端小黑!"))
