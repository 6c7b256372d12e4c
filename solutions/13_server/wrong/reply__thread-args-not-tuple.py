# What is wrong: the thread's arguments are given as the socket alone and not as a tuple.
import socket
from threading import Thread as Worker

REPLY = "ok, 问题正在处理中..."


class Server:
    def __init__(self):
        self.sock = socket.create_server(("127.0.0.1", 8989))

    def serve(self, conn):
        with conn:
            data = conn.recv(1024)
            print(f"{len(data)}: {data.decode('gbk')}")
            conn.sendall(REPLY.encode("gbk"))

    def run(self):
        conn, addr = self.sock.accept()
        print(addr)
        t = Worker(None, self.serve, None, conn)
        t.start()
        t.join()
        self.sock.close()


Server().run()
