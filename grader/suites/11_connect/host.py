"""A client that connects with the learner's function.

talk HOST PORT WORD         connect, send the word, wait for the answer
both HOST PORT              connect two sockets, then send a word on each
refused HOST PORT CHANNEL   connect to a port without a server, and report the outcome
"""

import socket

from _side_channel import SideChannel, argv, raises
from connect import connect_to


def new_socket() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def talk(host: str, port: str, word: str) -> None:
    client = new_socket()
    connect_to(client, host, int(port))
    client.sendall(word.encode())
    client.recv(1024)
    client.close()


def both(host: str, port: str) -> None:
    clients = [new_socket(), new_socket()]
    for client in clients:
        connect_to(client, host, int(port))
    for client, word in zip(clients, (b"first", b"second")):
        client.sendall(word)
    for client in clients:
        client.recv(1024)
        client.close()


def refused(host: str, port: str, channel_port: str) -> None:
    channel = SideChannel(int(channel_port))
    channel.tell(raises(ConnectionRefusedError, connect_to, new_socket(), host, int(port)))


{"talk": talk, "both": both, "refused": refused}[argv[0]](*argv[1:])
