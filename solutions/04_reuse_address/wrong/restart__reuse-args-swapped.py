# What is wrong: level and option are in each other's place.
from socket import *


def allow_restart(server):
    server.setsockopt(SO_REUSEADDR, SOL_SOCKET, 1)
