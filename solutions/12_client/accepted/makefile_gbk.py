import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    with socket.socket() as sock:
        sock.connect((HOST, PORT))
        # the socket as a text file: it encodes and decodes for us
        with sock.makefile("rw", encoding="gbk") as stream:
            stream.write(MESSAGE)
            stream.flush()
            print("Reply:", stream.read(1024))


if __name__ == "__main__":
    main()
