# What is wrong: the tuple is unpacked with a star, so bind gets two arguments.
import socket

address = ("127.0.0.1", 8989)


class Server:
    def start(self):
        self.s = socket.socket()
        self.s.bind(*address)
        self.s.listen()

    def serve(self):
        self.conn, addr = self.s.accept()
        data = self.conn.recv(1024)
        print(addr, len(data), data.decode("gbk"))
        self.conn.sendall("ok, 问题正在处理中...".encode("gbk"))
        self.conn.close()
        self.s.close()


server = Server()
server.start()
server.serve()
