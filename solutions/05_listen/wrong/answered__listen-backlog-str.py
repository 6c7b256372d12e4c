# What is wrong: the length of the queue is passed as text, not as a number.
import socket


def start_listening(server, backlog):
    n = "%d" % backlog
    server.listen(n)
