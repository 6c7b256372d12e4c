import socket
import sys


def allow_restart(server):
    one = (1).to_bytes(4, sys.byteorder)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, bytearray(one))
