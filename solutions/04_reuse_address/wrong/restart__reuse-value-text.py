# What is wrong: the value is a text, where a number is needed.
import socket


def allow_restart(server):
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, "1")
