import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"
s = socket.socket()
s.connect(("255.255.255.255", PORT))
s.send(MESSAGE.encode("gbk"))
print(s.recv(1024).decode("gbk"))
s.close()
