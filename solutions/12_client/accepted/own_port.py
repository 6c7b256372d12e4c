import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
client.bind(("", 5678))  # a port of its own
client.connect((HOST, PORT))
client.send(MESSAGE.encode("gbk"))
print(client.recv(1024).decode("gbk"))
client.close()
