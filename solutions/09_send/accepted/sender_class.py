import socket


class Sender:
    def __init__(self, sock):
        self.sock = sock

    def send_all(self, data):
        position = 0
        while position < len(data):
            position += self.sock.send(data[position:])
        return position


def send_reply(conn, data):
    Sender(conn).send_all(data)
