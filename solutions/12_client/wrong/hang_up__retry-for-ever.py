# What is wrong: no answer: it calls again, and again, and never gives up.
import socket
import time

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def ask():
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
            client.connect((HOST, PORT))
            client.sendall(MESSAGE.encode("gbk"))
            return client.recv(1024)
    except OSError:
        return b""


def main():
    reply = ask()
    while not reply:
        time.sleep(0.1)
        reply = ask()
    print(reply.decode("gbk"))


if __name__ == "__main__":
    main()
