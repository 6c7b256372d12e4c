# What is wrong: the value 0 switches the option off instead of on.
import socket


def allow_restart(server):
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
