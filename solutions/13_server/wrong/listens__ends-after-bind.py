# What is wrong: the program ends after bind().
import socket
import sys

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

server = socket.socket()
server.bind((HOST, PORT))
print("bound")
sys.exit(len(sys.argv))
