import socket
from contextlib import closing

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as sock:
    sock.connect((HOST, PORT))
    sock.sendall(MESSAGE.encode("gbk"))

    received = bytearray()
    while chunk := sock.recv(16):
        received += chunk

if received:
    print("应答:", received.decode("gbk"))
else:
    print("对方没有回答就挂断了")
