# What is wrong: it refuses a short queue, which every system accepts.
import socket


def start_listening(server, backlog):
    if backlog < 3:
        raise ValueError("backlog is too small")
    server.listen(backlog)
