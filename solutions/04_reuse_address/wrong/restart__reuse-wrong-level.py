# What is wrong: the option is looked for at the level of TCP instead of the socket's own.
import socket


def allow_restart(server):
    # it is a TCP server, so the TCP level
    server.setsockopt(socket.IPPROTO_TCP, socket.SO_REUSEADDR, 1)
