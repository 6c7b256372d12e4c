# What is wrong: an argument of the command line is expected.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    import sys
    host = sys.argv[7]
    server.bind((host, port))
