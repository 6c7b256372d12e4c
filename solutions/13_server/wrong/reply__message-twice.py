# What is wrong: the reply is sent by the method and once more by its caller.
import socket

HOST = "127.0.0.1"
PORT = 8989
REPLY = "ok, 问题正在处理中..."


class HelpDesk:
    def __init__(self):
        self.listener = socket.create_server((HOST, PORT), backlog=128)

    def serve(self):
        self.conn, addr = self.listener.accept()
        data = self.conn.recv(1024)
        print(addr, len(data), data.decode("gbk"))
        self.conn.sendall(self.answer())

    def answer(self):
        reply = REPLY.encode("gbk")
        self.conn.sendall(reply)
        return reply


desk = HelpDesk()
desk.serve()
desk.conn.close()
desk.listener.close()
