import socket
from typing import NamedTuple


class Client(NamedTuple):
    conn: socket.socket
    address: tuple


def accept_client(server):
    conn, address = server.accept()
    return Client(conn=conn, address=address)
