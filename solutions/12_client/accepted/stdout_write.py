import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.connect((HOST, PORT))
        sock.sendall(MESSAGE.encode("gbk"))
        sys.stdout.write(sock.recv(1024).decode("gbk"))
        sys.stdout.flush()
    finally:
        sock.close()


if __name__ == "__main__":
    main()
    sys.exit(0)
