from socket import *

def allow_restart(server):
    server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
