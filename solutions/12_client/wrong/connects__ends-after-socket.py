# What is wrong: the program ends after the socket is created.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
print("socket created")
sys.exit(int("1"))
