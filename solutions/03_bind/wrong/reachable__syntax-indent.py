# What is wrong: after the def nothing is indented, so the function has no body.
import socket


def bind_server(server, host, port):
address = (host, port)
server.bind(address)
