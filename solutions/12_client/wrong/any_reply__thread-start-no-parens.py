# What is wrong: the thread is made, and nobody starts it.
import socket
from threading import Thread


class Client:
    def __init__(self):
        self.sock = socket.create_connection(("127.0.0.1", 8081))
        self.thread = Thread(target=self.listen)

    def listen(self):
        print(self.sock.recv(1024).decode("gbk"))

    def ask(self, text):
        self.thread.start
        self.sock.sendall(text.encode("gbk"))


Client().ask("你好服务端，我是客户端小黑!")
