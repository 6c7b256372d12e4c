# What is wrong: it closes the socket after sending, and then wants to receive.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    client.close()  # I have nothing more to say
    print(client.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
