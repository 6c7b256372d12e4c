# What is wrong: it sends words of its own; not text-retyped, because they are no version of the message.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall("hello, is anybody there?".encode("gbk"))
        print(sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
