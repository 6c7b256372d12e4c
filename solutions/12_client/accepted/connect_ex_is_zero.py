import os
import socket
import sys

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    error = client.connect_ex((HOST, PORT))
    if error == 0:
        client.sendall(MESSAGE.encode("gbk"))
        reply = client.recv(1024)
        print("connected, the reply is:", reply.decode("gbk"))
        client.close()
    else:
        client.close()
        sys.exit(f"no connection: {os.strerror(error)}")


if __name__ == "__main__":
    main()
