# What is wrong: main() returns True, and as an exit status True is 1: failure.
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
