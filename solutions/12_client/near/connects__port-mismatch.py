# What is wrong: it goes to another machine's address; not port-mismatch, because the port is right.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.9", 8081))
s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
print(s.recv(1024).decode("gbk"))
s.close()
