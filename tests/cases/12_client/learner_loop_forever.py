import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect((HOST, PORT))
    s.send(MESSAGE.encode("gbk"))
    while True:
        data = s.recv(1024)
        print(data.decode("gbk"))
    s.close()


if __name__ == "__main__":
    main()
