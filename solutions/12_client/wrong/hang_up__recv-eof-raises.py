# What is wrong: only an exception ends the loop, but a server that hangs up politely raises none.
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
        while True:
            try:
                got = self.sock.recv(1024)
                print(got.decode("gbk"), end="", flush=True)
                if got.endswith(b"\n"):
                    return
            except ConnectionError:
                print("the server has left")
                return

    def close(self):
        self.sock.close()


if __name__ == "__main__":
    desk = HelpDesk(ADDRESS)
    desk.ask(MESSAGE)
    desk.answer()
    desk.close()
