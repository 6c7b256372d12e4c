import socket

ADDRESS = ("127.0.0.1", 8081)
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection(ADDRESS) as conn:
        conn.sendall(MESSAGE.encode("gbk"))
        print(conn.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
