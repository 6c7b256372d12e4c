# What is wrong: the bytes go to the terminal as they came; nobody has decoded them.
import socket
import sys

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 8081))
client.send("你好服务端，我是客户端小黑!".encode("gbk"))
sys.stdout.buffer.write(client.recv(1024))
client.close()
