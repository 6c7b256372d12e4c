# What is wrong: the message is encoded already; bytes have no encode.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!".encode("gbk")


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
