import socket


class TcpClient:
    def __init__(self, sock):
        self.sock = sock

    def go(self, *address):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        self.sock.connect(address)
        print("me:", self.sock.getsockname(), "server:", self.sock.getpeername())


def connect_to(client, host, port):
    TcpClient(client).go(host, port)
