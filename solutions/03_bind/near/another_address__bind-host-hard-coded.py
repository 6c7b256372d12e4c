# What is wrong: only localhost is let through; not bind-host-hard-coded, because the parameter is looked at.
import socket


def bind_server(server, host, port):
    known = {"localhost": "127.0.0.1", "127.0.0.1": "127.0.0.1"}
    server.bind((known.get(host, "127.0.0.1"), port))
