# What is wrong: exit('text') means failure: exit status 1.
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
    sys.exit("程序正常结束")


if __name__ == "__main__":
    main()
