# What is wrong: run() serves one client after the other, though there is only one.
import socket

REPLY = "ok, 问题正在处理中..."


class Server:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 8989))

    def handle_one(self):
        line, peer = self.listener.accept()
        with line:
            data = line.recv(1024)
            print(peer, len(data))
            if data:
                print(data.decode("gbk"))
                line.sendall(REPLY.encode("gbk"))

    def run(self):
        while True:
            self.handle_one()


Server().run()
