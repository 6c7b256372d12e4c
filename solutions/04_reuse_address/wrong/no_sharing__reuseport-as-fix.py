# What is wrong: SO_REUSEPORT lets two live servers share the port.
import socket


def allow_restart(server):
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
