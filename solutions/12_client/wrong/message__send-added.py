# What is wrong: a farewell that nobody asked for follows the message.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def say(sock, *words):
    for word in words:
        sock.sendall(word.encode("gbk"))


with socket.create_connection((HOST, PORT)) as desk:
    say(desk, MESSAGE, "再见!")
    print(desk.recv(1024).decode("gbk"))
