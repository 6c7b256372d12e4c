# What is wrong: it goes to another host; not bind-next-port, because the port stays the same.
import socket


def bind_server(server, host, port):
    try:
        server.bind((host, port))
    except OSError:
        server.bind(("127.0.0.9", port))
