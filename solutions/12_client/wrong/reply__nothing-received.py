# What is wrong: it hangs up after it has asked, and never receives.
import socket

HOST = "127.0.0.1"
PORT = 8081
MESSAGE = "你好服务端，我是客户端小黑!"


class Client:
    def __enter__(self):
        self.sock = socket.create_connection((HOST, PORT))
        return self

    def __exit__(self, *error):
        self.sock.close()

    def ask(self, text):
        self.sock.sendall(text.encode("gbk"))
        return "asked: " + text


with Client() as client:
    print(client.ask(MESSAGE))
