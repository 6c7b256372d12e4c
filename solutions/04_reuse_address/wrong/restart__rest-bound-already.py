# What is wrong: the socket is bound too.
import socket


def allow_restart(server: socket.socket) -> None:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 0))
