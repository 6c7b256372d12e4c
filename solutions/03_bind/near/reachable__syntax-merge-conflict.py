# What is wrong: a bracket is not closed. The marks of a merge stand in a string, where they may.
import socket

SHOWN = """
<<<<<<< HEAD
=======
>>>>>>> theirs
"""


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port)
