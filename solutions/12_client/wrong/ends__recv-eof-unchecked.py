# What is wrong: the loop never looks for the empty bytes at the end: it prints empty lines for ever.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    while True:
        data = client.recv(1024)
        print(data.decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
