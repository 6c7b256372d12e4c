import select
import socket


def accept_client(server):
    select.select([server], [], [])
    return server.accept()
