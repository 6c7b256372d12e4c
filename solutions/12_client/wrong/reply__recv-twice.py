# What is wrong: the first recv takes the reply, the second one gets only the end of the stream.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    if client.recv(1024):
        print("reply:", client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
