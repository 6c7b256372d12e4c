# What is wrong: the reply is printed with a dash between its letters.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
client.connect((HOST, PORT))
client.sendall(MESSAGE.encode("gbk"))
reply = client.recv(1024)
print("-".join(reply.decode("gbk")))
client.close()
