import socket


class TcpSocket(socket.socket):
    def __init__(self):
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)

    def __repr__(self):
        return "<TcpSocket>"


def create_tcp_socket():
    return TcpSocket()
