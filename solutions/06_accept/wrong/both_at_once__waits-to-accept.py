# What is wrong: accept() is called twice.
import socket
from typing import NamedTuple

class Address(NamedTuple):
    host: str
    port: int

def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    conn, address = server.accept()
    conn, address = server.accept()
    return (conn, Address(*address))
