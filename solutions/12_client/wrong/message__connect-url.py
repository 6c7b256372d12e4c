# What is wrong: create_connection() is given a web address, put together from two texts.
import socket
HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    url = "tcp://" + HOST
    with socket.create_connection((url, PORT), timeout=10) as s:
        s.sendall(MESSAGE.encode("gbk"))
        print(s.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
