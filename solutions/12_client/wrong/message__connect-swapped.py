# What is wrong: the address has the port first.
import socket

ADDRESS = (8081, "127.0.0.1")


def call():
    made = socket.socket()
    made.connect(ADDRESS)
    return made


with call() as line:
    line.sendall("你好服务端，我是客户端小黑!".encode("gbk"))
    print(line.recv(1024).decode("gbk"))
