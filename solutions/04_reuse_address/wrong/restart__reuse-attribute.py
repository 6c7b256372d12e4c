# What is wrong: allow_reuse_address belongs to socketserver's classes; a socket has no such attribute.
import socket


def allow_restart(server: socket.socket):
    server.allow_reuse_address = True
