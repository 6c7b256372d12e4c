# What is wrong: ::1 is an address of IPv6, and a socket is one of IPv4 where nothing else is said.
import socket

with socket.socket() as s:
    s.connect(("::1", 8081))
    s.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(s.recv(1024).decode("gbk"))
