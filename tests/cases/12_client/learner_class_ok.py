import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


def main() -> None:
    Client(HOST, PORT).ask(MESSAGE)


class Client:
    def __init__(self, host, port):
        self.sock = socket.create_connection((host, port))

    def ask(self, message):
        with self.sock as s:
            s.sendall(message.encode("gbk"))
            reply = b""
            while chunk := s.recv(4):
                reply += chunk
            print(reply.decode("gbk"))


if __name__ == "__main__":
    main()
