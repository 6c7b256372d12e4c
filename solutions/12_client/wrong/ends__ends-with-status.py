# What is wrong: the length of the reply decides about the exit status.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
client.connect((HOST, PORT))
client.sendall(MESSAGE.encode("gbk"))
reply = client.recv(1024)
print(reply.decode("gbk"))
client.close()
sys.exit(len(reply) % 100 + 1)
