# What is wrong: the message is encoded, and never sent.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.create_connection((HOST, PORT))
    message = MESSAGE.encode("gbk")
    print(len(message), "bytes")
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
