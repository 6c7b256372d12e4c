# What is wrong: the message is sent in each round of the loop, until the server hangs up.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

client = socket.socket()
client.connect((HOST, PORT))
while True:
    client.send(MESSAGE.encode("gbk"))
    data = client.recv(1024)
    if not data:
        break
    print(data.decode("gbk"))
client.close()
