# What is wrong: a connection is announced with empty bytes, and then it waits to be greeted.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def announce(sock):
    sock.sendall(b"")


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        announce(sock)
        print(sock.recv(1024).decode("gbk"))
        sock.sendall(MESSAGE.encode("gbk"))


if __name__ == "__main__":
    main()
