# What is wrong: each portion is decoded by itself, and a portion of five bytes ends in half a character.
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
        text = ""
        while True:
            part = self.sock.recv(5)
            if not part:
                return text
            text += part.decode("gbk")

    def close(self):
        self.sock.close()


if __name__ == "__main__":
    desk = HelpDesk(ADDRESS)
    desk.ask(MESSAGE)
    print("回复:", desk.answer())
    desk.close()
