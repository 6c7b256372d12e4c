# What is wrong: errors='ignore' with the wrong encoding drops every Chinese character.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("utf-8", errors="ignore"))
    client.close()


if __name__ == "__main__":
    main()
