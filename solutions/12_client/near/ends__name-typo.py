# What is wrong: nothing was ever called done; not name-typo, because no name is like it.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 8081))
s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
print(s.recv(1024).decode("gbk"))
s.close()
print(finished_at)
