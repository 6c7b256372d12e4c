# What is wrong: print() into the socket's file adds a line end.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock, sock.makefile("w", encoding="gbk", newline="") as out:
        print(MESSAGE, file=out, flush=True)
        print(sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
