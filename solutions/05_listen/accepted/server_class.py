import socket


class Server:
    def __init__(self, sock, n):
        self.sock = sock
        self.n = n

    def start(self):
        self.sock.listen(self.n)
        ip, port = self.sock.getsockname()
        print('服务端正在监听 {}:{}'.format(ip, port))


def start_listening(server, backlog):
    Server(server, backlog).start()
