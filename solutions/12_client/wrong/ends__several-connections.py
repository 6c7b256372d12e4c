# What is wrong: after the conversation it connects once more, and does nothing there.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

for number in range(2):
    with socket.create_connection((HOST, PORT)) as client:
        if number == 0:
            client.sendall(MESSAGE.encode("gbk"))
            print(client.recv(1024).decode("gbk"))
