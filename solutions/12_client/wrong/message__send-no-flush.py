# What is wrong: the file object keeps the message in its buffer: flush() is missing.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    writer = client.makefile("w", encoding="gbk")
    writer.write(MESSAGE)
    print(client.recv(1024).decode("gbk"))
    writer.close()
    client.close()


if __name__ == "__main__":
    main()
