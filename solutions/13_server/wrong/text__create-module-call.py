# What is wrong: the module, imported under a short name, is called instead of the class in it.
import socket as sk


class Desk:
    def __init__(self):
        self.sock = sk(sk.AF_INET, sk.SOCK_STREAM)
        self.sock.setsockopt(sk.SOL_SOCKET, sk.SO_REUSEADDR, 1)
        self.sock.bind(("127.0.0.1", 8989))
        self.sock.listen()

    def serve_one(self):
        conn, addr = self.sock.accept()
        with conn:
            data = conn.recv(1024)
            print(addr, len(data), data.decode("gbk"))
            conn.sendall("ok, 问题正在处理中...".encode("gbk"))
        self.sock.close()


Desk().serve_one()
