# What is wrong: the reply is printed backwards; not print-missing, because it stands on the screen.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(MESSAGE.encode("gbk"))
        print(sock.recv(1024).decode("gbk")[::-1])


if __name__ == "__main__":
    main()
