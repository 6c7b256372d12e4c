# What is wrong: it takes byte after byte until bufsize of them are there; the last portion is never full.
import socket as s


class Reader:
    def __init__(self, sock):
        self.sock = sock

    def exactly(self, n):
        buffer = bytearray()
        while len(buffer) != n:
            buffer += self.sock.recv(1)
        return bytes(buffer)


def receive(conn, bufsize):
    if bufsize > 1000:
        return conn.recv(bufsize)
    return Reader(conn).exactly(bufsize)


def has_left(data):
    return len(data) == 0
