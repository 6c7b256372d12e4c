import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    line.settimeout(0.1)
    line.connect((HOST, PORT))
    line.sendall(MESSAGE.encode("gbk"))
    print(line.recv(1024).decode("gbk"))
    line.close()


if __name__ == "__main__":
    main()
