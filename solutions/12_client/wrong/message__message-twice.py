# What is wrong: after two seconds the message is sent once more.
import socket
import time

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
client.connect((HOST, PORT))
client.send(MESSAGE.encode("gbk"))
print(client.recv(1024).decode("gbk"))
time.sleep(2)
client.send(MESSAGE.encode("gbk"))
client.close()
