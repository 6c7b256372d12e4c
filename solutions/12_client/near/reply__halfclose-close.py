# What is wrong: it receives once more after it has closed; not halfclose-close, because the reply had come before.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    if client.recv(1024):
        client.close()
        print(client.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
