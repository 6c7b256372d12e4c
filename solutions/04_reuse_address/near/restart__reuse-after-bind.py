# What is wrong: it binds too, after the option; not reuse-after-bind, because the order is right.
import socket


def allow_restart(server):
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 0))
