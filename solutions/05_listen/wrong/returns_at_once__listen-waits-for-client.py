# What is wrong: it waits until the first client is there, although listening means only to be ready.
import select
import socket


def start_listening(server, backlog):
    server.listen(backlog)
    select.select([server], [], [])
