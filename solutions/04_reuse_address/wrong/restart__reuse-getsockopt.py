# What is wrong: getsockopt only asks for the option's value; it changes nothing.
import socket


def allow_restart(server):
    server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
