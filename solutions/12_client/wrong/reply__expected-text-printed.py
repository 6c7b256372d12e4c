# What is wrong: it prints the text it expects, not what came.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    client.recv(1024)
    print("接收服务端的数据为: ok, 问题正在处理中...")
    client.close()


if __name__ == "__main__":
    main()
