# What is wrong: the with block is over, and the socket closed, before it sends.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
