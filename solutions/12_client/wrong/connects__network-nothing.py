# What is wrong: it makes a socket and closes it again; it never connects to anything.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    print("client started")
    client.close()


if __name__ == "__main__":
    main()
