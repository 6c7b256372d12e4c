# What is wrong: after "from socket import *" the name socket is the class, and socket.socket does not exist.
from socket import *


def accept_client(server: socket.socket):
    if not isinstance(server, socket.socket):
        raise TypeError("server is no socket")
    conn, addr = server.accept()
    return conn, addr
