# What is wrong: the reply is kept in the object and never printed.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


class Answer:
    def __init__(self, data):
        self.text = data.decode("gbk")


with socket.create_connection((HOST, PORT)) as sock:
    sock.sendall(MESSAGE.encode("gbk"))
    answer = Answer(sock.recv(1024))
    print("received:", len(answer.text) > 0)
