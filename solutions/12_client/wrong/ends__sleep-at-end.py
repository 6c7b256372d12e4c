# What is wrong: it keeps the window open, and so the program never ends.
import socket
import time

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"), flush=True)
    while True:  # keep the window open
        time.sleep(1)
    client.close()


if __name__ == "__main__":
    main()
