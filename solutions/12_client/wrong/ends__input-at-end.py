# What is wrong: it waits for a key; where nobody can press one, input() raises EOFError.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()
    input("按回车键退出...")


if __name__ == "__main__":
    main()
