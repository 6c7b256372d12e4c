# What is wrong: the stub of another release, which had the address as one parameter.
import socket


def bind_server(server: socket.socket, address: tuple[str, int]) -> None:
    server.bind(address)
