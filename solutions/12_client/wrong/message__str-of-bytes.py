# What is wrong: str() of bytes is their printed form, b'\xc4...', and that is what travels.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((HOST, PORT))
    data = str(MESSAGE.encode("gbk"))
    client.sendall(bytes(data, "gbk"))
    print(client.recv(1024).decode("gbk"))
    client.close()


if __name__ == "__main__":
    main()
