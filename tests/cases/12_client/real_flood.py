import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"
import threading


def talk():
    while True:
        s.send(MESSAGE.encode("gbk"))


s = socket.socket()
s.connect((HOST, PORT))
threading.Thread(target=talk, daemon=True).start()
while True:
    data = s.recv(1024)
    if not data:
        break
    print(data.decode("gbk"))
s.close()
