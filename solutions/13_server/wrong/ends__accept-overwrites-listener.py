# What is wrong: self.sock is first the listening socket and then the client's, so accept() is called on the wrong one.
import socket

REPLY = "ok, 问题正在处理中..."


class Server:
    def __init__(self, address):
        self.sock = socket.create_server(address)
        self.client_address = None

    def wait(self):
        self.sock, self.client_address = self.sock.accept()

    def run(self):
        while True:
            self.wait()
            data = self.sock.recv(1024)
            print(self.client_address, len(data), "bytes")
            if data:
                print(data.decode("gbk"))
                self.sock.sendall(REPLY.encode("gbk"))
            self.sock.close()


Server(("127.0.0.1", 8989)).run()
