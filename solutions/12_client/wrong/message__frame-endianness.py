# What is wrong: the length in front has its smallest byte first; and nobody asked for a length.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


class Channel:
    def __init__(self):
        self.sock = socket.create_connection((HOST, PORT))

    def send_message(self, data):
        self.sock.send(len(data).to_bytes(4, "little"))
        self.sock.send(data)


channel = Channel()
channel.send_message(MESSAGE.encode("gbk"))
print(channel.sock.recv(1024).decode("gbk"))
channel.sock.close()
