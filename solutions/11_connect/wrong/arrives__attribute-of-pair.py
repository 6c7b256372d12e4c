# What is wrong: connect() is called on an address.
import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    socket.getaddrinfo(host, port)[0].connect()
