import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    sk = socket.socket()
    sk.connect((HOST, PORT))
    sk.sendall(bytes(MESSAGE, "gbk"))
    msg = str(sk.recv(1024), "gbk")
    print(msg)
    sk.close()


if __name__ == "__main__":
    main()
