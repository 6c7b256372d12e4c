# What is wrong: print is written as in Python 2.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))
    print "bound"
