import socket
from functools import partial

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    # the server closes after its reply: read until recv gives b""
    reply = b"".join(iter(partial(client.recv, 1024), b""))
    client.close()
    # decoded once, when all bytes are there
    print(reply.decode("gbk"))


if __name__ == "__main__":
    main()
