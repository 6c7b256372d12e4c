# What is wrong: the text ends with a full-width quotation mark, so for Python it does not end.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 8081))
message = "你好服务端，我是客户端小黑!”
s.send(message.encode("gbk"))
print(s.recv(1024).decode("gbk"))
s.close()
