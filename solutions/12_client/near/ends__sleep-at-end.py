# What is wrong: it sleeps before it reads the reply; not sleep-at-end, because the conversation is not over.
import socket
import time

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 8081))
s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
time.sleep(60)  # the server needs time
print(s.recv(1024).decode("gbk"))
s.close()
