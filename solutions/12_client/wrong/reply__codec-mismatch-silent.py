# What is wrong: Latin-1 accepts any bytes, so the reply is printed without an error, in the wrong letters.
from socket import AF_INET, SOCK_STREAM, socket

CODEC = "latin-1"


def fetch(question):
    with socket(AF_INET, SOCK_STREAM) as sock:
        sock.connect(("127.0.0.1", 8081))
        sock.sendall(question.encode("gbk"))
        return str(sock.recv(4096), CODEC)


print("服务端:", fetch("你好服务端，我是客户端小黑!"))
