# What is wrong: SO_KEEPALIVE is another option; it has nothing to do with the port's address.
import socket


def allow_restart(server):
    # keep the port alive for the next start
    server.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
