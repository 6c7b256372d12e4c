import socket


class HelpDesk:
    def __init__(self, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((host, port))
        self.sock.listen(128)
        self.client = None

    def serve(self):
        self.client, self.addr = self.sock.accept()
        self.data = self.client.recv(1024)
        self.show()
        self.answer("ok, 问题正在处理中...")

    def show(self):
        print("from {0[0]} port {0[1]}".format(self.addr))
        print("{} bytes".format(len(self.data)))
        print(self.decode(self.data))

    def answer(self, text):
        self.client.sendall(bytes(text, "gbk"))

    @staticmethod
    def decode(data):
        return str(data, "gbk")

    def close(self):
        if self.client is not None:
            self.client.close()
        self.sock.close()


if __name__ == "__main__":
    desk = HelpDesk("127.0.0.1", 8989)
    try:
        desk.serve()
    finally:
        desk.close()
