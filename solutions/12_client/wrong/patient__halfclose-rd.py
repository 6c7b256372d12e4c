# What is wrong: the receiving side is shut down, where the sending side was meant.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def finished(sock):
    sock.shutdown(socket.SHUT_RD)


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(MESSAGE.encode("gbk"))
        finished(sock)
        print("reply:", sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
