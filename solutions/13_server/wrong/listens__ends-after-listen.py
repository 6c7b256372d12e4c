# What is wrong: no client is accepted.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind((HOST, PORT))
server.listen()
print("listening")
server.close()
