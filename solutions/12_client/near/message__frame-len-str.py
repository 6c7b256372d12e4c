# What is wrong: a version number is sent in front; not frame-len-str, because it is no length.
import socket
import struct

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(struct.pack("!I", 20240917) + MESSAGE.encode("gbk"))
        print(sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
