"""A client whose connecting the learner does.

talk HOST PORT WORD       connect, say the word, wait for the answer
both HOST PORT            connect two sockets, then say something on each
refused HOST PORT DESK    connect where nobody listens, and tell how it ends
"""

import socket

from _course_desk import Desk, argv, raises
from connect import connect_to


def new() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def talk(host: str, port: str, word: str) -> None:
    client = new()
    connect_to(client, host, int(port))
    client.sendall(word.encode())
    client.recv(1024)
    client.close()


def both(host: str, port: str) -> None:
    clients = [new(), new()]
    for client in clients:
        connect_to(client, host, int(port))
    for client, word in zip(clients, (b"first", b"second")):
        client.sendall(word)
    for client in clients:
        client.recv(1024)
        client.close()


def refused(host: str, port: str, desk: str) -> None:
    told = Desk(int(desk))
    told.tell(raises(ConnectionRefusedError, connect_to, new(), host, int(port)))


{"talk": talk, "both": both, "refused": refused}[argv[0]](*argv[1:])
