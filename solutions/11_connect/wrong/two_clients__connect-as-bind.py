# What is wrong: a helper binds the client to the server's address, and nothing connects.
import socket


def take(sock, where):
    sock.bind(where)


def connect_to(client: socket.socket, host: str, port: int) -> None:
    take(client, (host, port))
