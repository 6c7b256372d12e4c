# What is wrong: what came is never printed; not expected-text-printed, because no reply is made up.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


USUAL = "ok, 问题正在处理中..."


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(MESSAGE.encode("gbk"))
        reply = sock.recv(1024).decode("gbk")
        print("the usual one" if reply == USUAL else "another one")


if __name__ == "__main__":
    main()
