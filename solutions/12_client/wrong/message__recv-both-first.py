# What is wrong: it waits for the server to speak first, and the server waits for it.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    # the server will greet me first
    reply = client.recv(1024)
    print(reply.decode("gbk"))
    client.sendall(MESSAGE.encode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
