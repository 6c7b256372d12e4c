import socket as sk


class Receiver:
    def __init__(self, sock: sk.socket) -> None:
        self.sock = sock

    def read(self, size: int) -> bytes:
        return self.sock.recv(size)

    @staticmethod
    def at_end(data: bytes) -> bool:
        return data in (b"",)


def receive(conn: sk.socket, bufsize: int) -> bytes:
    return Receiver(conn).read(bufsize)


def has_left(data: bytes) -> bool:
    return Receiver.at_end(data)
