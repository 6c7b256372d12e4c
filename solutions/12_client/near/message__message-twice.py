# What is wrong: a farewell follows the message; not message-twice, because it is another text.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(MESSAGE.encode("gbk"))
        sock.sendall("再见!".encode("gbk"))
        print(sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
