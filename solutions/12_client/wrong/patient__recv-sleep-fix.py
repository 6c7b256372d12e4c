# What is wrong: it sleeps a moment and then does not wait any more: a slower server is missed.
import socket
import time

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    time.sleep(0.1)  # now the reply must be there
    client.setblocking(False)
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
