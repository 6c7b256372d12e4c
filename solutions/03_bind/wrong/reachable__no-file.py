# What is wrong: the address is read from a file that is not there.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    host = open("address.txt").read()
    server.bind((host, port))
