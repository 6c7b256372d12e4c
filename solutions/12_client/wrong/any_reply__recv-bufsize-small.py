# What is wrong: recv(64) is enough for a short reply, a longer one is cut off.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    data = client.recv(64)
    print(data.decode("gbk", errors="ignore"))
    client.close()


if __name__ == "__main__":
    main()
