# What is wrong: connect is missing: it sends on a socket that is not connected.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.send(MESSAGE.encode("gbk"))
    reply = client.recv(1024)
    print(reply.decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
