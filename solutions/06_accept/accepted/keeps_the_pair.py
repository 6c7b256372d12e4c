from socket import *

def accept_client(server):
    r = server.accept()
    return r[0], r[1]
