# What is wrong: it waits a minute before it tells; not bind-retries-forever, because it tries only once.
import socket
import time


def bind_server(server, host, port):
    try:
        server.bind((host, port))
    except OSError:
        time.sleep(60)
        raise
