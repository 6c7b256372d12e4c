# What is wrong: it binds by itself and sets the option only afterwards, when it is too late.
import socket


def allow_restart(server):
    server.bind(("127.0.0.1", 0))
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
