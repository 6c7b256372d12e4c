# What is wrong: beside the right option, SO_REUSEPORT lets two live servers share the port.
import socket


def allow_restart(server):
    # both, to be on the safe side
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
