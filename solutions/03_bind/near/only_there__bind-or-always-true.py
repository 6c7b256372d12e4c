# What is wrong: the host is thrown away; not bind-or-always-true, because that `or` is right.
import socket


def bind_server(server, host, port):
    print("binding", host or "every address")
    server.bind(("", port))
