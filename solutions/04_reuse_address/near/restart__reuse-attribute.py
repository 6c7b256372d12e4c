# What is wrong: the method is called setsockopt; not reuse-attribute, because nothing was assigned.
import socket


def allow_restart(server):
    server.set_reuse_addr(True)
