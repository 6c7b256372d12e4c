# What is wrong: AF_INET6 does not fit an IPv4 address.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    # 6 is newer than 4, so it should be better
    client = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
