import socket


class HelpDeskClient:
    def __init__(self, host, port):
        self.host = host
        self.port = port
        self.sock = None

    def connect(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.connect((self.host, self.port))

    def ask(self, text):
        self.sock.sendall(text.encode("gbk"))
        return self.sock.recv(1024).decode("gbk")

    def close(self):
        if self.sock:
            self.sock.close()
            self.sock = None


if __name__ == "__main__":
    client = HelpDeskClient("127.0.0.1", 8081)
    client.connect()
    answer = client.ask("你好服务端，我是客户端小黑!")
    print("The help desk says: {}".format(answer))
    client.close()
