# What is wrong: the class answers over the socket that it keeps, and that is the listening one.
import socket


class TcpServer:
    def __init__(self, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind((host, port))
        self.sock.listen(5)

    def answer(self, text):
        self.sock.send(text.encode("gbk"))

    def run(self):
        conn, addr = self.sock.accept()
        print(addr)
        data = conn.recv(1024)
        print(len(data), data.decode("gbk"))
        self.answer("ok, 问题正在处理中...")
        conn.close()
        self.sock.close()


TcpServer("127.0.0.1", 8989).run()
