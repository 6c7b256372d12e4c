# What is wrong: the host is written together with the port.
import socket

SERVER = "127.0.0.1:8081"
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect((SERVER, 8081))
client.sendall(MESSAGE.encode("gbk"))
print(client.recv(1024).decode("gbk"))
client.close()
