import socket
import sys


def bind_server(server, host, port):
    try:
        server.bind((host, port))
    except socket.error as err:
        print("bind failed:", err, file=sys.stderr)
        raise
