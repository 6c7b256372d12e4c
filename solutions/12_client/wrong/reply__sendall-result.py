# What is wrong: sendall returns None, which cannot be added to the number of bytes sent.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


class Client:
    def __init__(self):
        self.sock = socket.create_connection((HOST, PORT))
        self.count = 0

    def say(self, text):
        data = text.encode("gbk")
        while self.count < len(data):
            sent = self.sock.sendall(data[self.count:])
            self.count = self.count + sent


client = Client()
client.say(MESSAGE)
print(client.sock.recv(1024).decode("gbk"))
client.sock.close()
