# What is wrong: it expects the address on its command line and ends without one.
import socket
import sys

MESSAGE = "你好服务端，我是客户端小黑!"

if len(sys.argv) != 3:
    print("usage: client.py HOST PORT")
    sys.exit(1)
client = socket.socket()
client.connect((sys.argv[1], int(sys.argv[2])))
client.send(MESSAGE.encode("gbk"))
print(client.recv(1024).decode("gbk"))
client.close()
