# What is wrong: it sleeps.
import socket


def allow_restart(server: socket.socket) -> None:
    import time
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    time.sleep(60)
