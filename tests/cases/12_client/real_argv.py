import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"
if len(sys.argv) != 3:
    print("usage: client.py HOST PORT")
    sys.exit(1)
s = socket.socket()
s.connect((sys.argv[1], int(sys.argv[2])))
s.send(MESSAGE.encode("gbk"))
print(s.recv(1024).decode("gbk"))
s.close()
