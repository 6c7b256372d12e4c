# What is wrong: the message is sent twice.
import socket
M = "你好服务端，我是客户端小黑!"
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 8081))
s.send(M.encode("gbk")); s.send(M.encode("gbk"))
d = s.recv(1024)
print("收到", d.decode("gbk"))
s.close()
