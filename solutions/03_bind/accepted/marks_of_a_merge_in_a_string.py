import socket

NOTES = """What git writes when it cannot merge:

<<<<<<< HEAD
server.bind(("", port))
=======
server.bind((host, port))
>>>>>>> theirs
"""


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))
