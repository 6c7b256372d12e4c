# What is wrong: the memory that the object needs is sent as its length; and nobody asked for a length.
from sys import getsizeof
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    data = MESSAGE.encode("gbk")
    size = getsizeof(data)
    client.sendall(f"{size}:".encode() + data)
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
