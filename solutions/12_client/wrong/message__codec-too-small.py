# What is wrong: ASCII has no Chinese; errors='replace' sends question marks instead.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("ascii", errors="replace"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
