# What is wrong: the reply is written as b'...', and Chinese characters have no place in it.
import socket

REPLY = b'ok, 问题正在处理中...'


class HelpDesk:
    def __init__(self, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(("", port))
        self.sock.listen()

    def serve(self):
        conn, addr = self.sock.accept()
        with conn:
            data = conn.recv(4096)
            print(addr, len(data), data.decode("gbk"))
            conn.sendall(REPLY)
        self.sock.close()


HelpDesk(8989).serve()
