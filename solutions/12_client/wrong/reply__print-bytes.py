# What is wrong: what is printed is bytes, in an f-string; nobody has decoded them.
import socket

ADDRESS = ("127.0.0.1", 8081)
MESSAGE = "你好服务端，我是客户端小黑!"


class HelpDesk:
    def __init__(self, address):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.connect(address)

    def ask(self, text):
        self.sock.sendall(text.encode("gbk"))

    def answer(self):
        return self.sock.recv(2048)

    def close(self):
        self.sock.close()


if __name__ == "__main__":
    desk = HelpDesk(ADDRESS)
    desk.ask(MESSAGE)
    print(f"回复: {desk.answer()}")
    desk.close()
