# What is wrong: the with block is over, and the socket closed, before it receives.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(MESSAGE.encode("gbk"))
    reply = sock.recv(1024)
    print(reply.decode("gbk"))


if __name__ == "__main__":
    main()
