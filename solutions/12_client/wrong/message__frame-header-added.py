# What is wrong: a length that nobody asked for is sent in front of the message.
import socket
import struct

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    data = MESSAGE.encode("gbk")
    header = struct.pack(">H", len(data))
    client.sendall(header + data)
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
