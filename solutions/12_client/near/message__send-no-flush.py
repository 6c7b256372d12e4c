# What is wrong: it waits for a greeting first; not send-no-flush, because nothing has been written yet.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main():
    with socket.create_connection((HOST, PORT)) as sock, sock.makefile("rw", encoding="gbk") as stream:
        print(sock.recv(1024).decode("gbk"))
        stream.write(MESSAGE)
        stream.flush()


if __name__ == "__main__":
    main()
