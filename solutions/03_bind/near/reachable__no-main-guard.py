# What is wrong: a name is misspelt at the top of the file; not no-main-guard, because nothing was tried out there.
import socket

DEFAULT = sokcet.gethostname()


def bind_server(server, host, port):
    server.bind((host, port))
