# What is wrong: it wants both sides of a chat before it serves one, and there is only one client.
import socket


class Chat:
    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 8989))

    def open(self):
        self.first, first_address = self.door.accept()
        print("first:", first_address)
        self.second, second_address = self.door.accept()
        print("second:", second_address)

    def run(self):
        data = self.first.recv(1024)
        print(len(data), data.decode("gbk"))
        self.second.sendall(data)
        self.first.sendall("ok, 问题正在处理中...".encode("gbk"))


chat = Chat()
chat.open()
chat.run()
