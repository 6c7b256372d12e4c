# What is wrong: listen() is missing; not listen-with-closes, because with closes a socket of its own.
import socket


def start_listening(server, backlog):
    with socket.socket() as spare:
        spare.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
