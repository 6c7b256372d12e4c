# What is wrong: the client's socket listens before it connects.
import socket

MESSAGE = "你好服务端，我是客户端小黑!"


class Client:
    def __init__(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.listen()  # for the server's answer

    def ask(self, host, port):
        self.sock.connect((host, port))
        self.sock.sendall(MESSAGE.encode("gbk"))
        return self.sock.recv(1024).decode("gbk")


print(Client().ask("127.0.0.1", 8081))
