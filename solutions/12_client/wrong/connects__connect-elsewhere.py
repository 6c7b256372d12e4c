# What is wrong: everybody in the network is called, and not the server on this machine.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
client.connect(("255.255.255.255", PORT))
client.sendall(MESSAGE.encode("gbk"))
print(client.recv(1024).decode("gbk"))
client.close()
