# What is wrong: the length in front counts characters, not bytes; and nobody asked for a length.
import socket
import struct

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def pack_message(text):
    return struct.pack("!I", len(text)) + text.encode("gbk")


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(pack_message(MESSAGE))
        print(sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
