# What is wrong: it asks whether to go on; not input-at-end, because the answer is used.
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 8081))
s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
print(s.recv(1024).decode("gbk"))
again = input("once more? ")
if again == "y":
    s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
s.close()
