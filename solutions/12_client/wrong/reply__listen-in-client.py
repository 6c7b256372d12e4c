# What is wrong: after sending, the client listens for the answer on the socket that is connected.
import socket

MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    c = socket.socket()
    c.connect(("127.0.0.1", 8081))
    c.send(MESSAGE.encode("gbk"))
    c.listen(1)
    server, addr = c.accept()
    print(server.recv(1024).decode("gbk"))
    c.close()


main()
