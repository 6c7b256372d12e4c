# What is wrong: the reply is received and dropped; not halfclose-rd, because it came before the shutdown.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock:
        sock.sendall(MESSAGE.encode("gbk"))
        sock.recv(1024)
        sock.shutdown(socket.SHUT_RD)
        print("reply:", sock.recv(1024).decode("gbk"))


if __name__ == "__main__":
    main()
