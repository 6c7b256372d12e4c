# What is wrong: setsockopt is not told the level at which the option lives.
import socket


def allow_restart(server):
    server.setsockopt(socket.SO_REUSEADDR, 1)
