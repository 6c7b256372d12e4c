import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"

# global, and never closed by hand: it is closed when the program ends
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def main():
    client.connect((HOST, PORT))
    client.sendall(MESSAGE.encode("gbk"))
    print(client.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
