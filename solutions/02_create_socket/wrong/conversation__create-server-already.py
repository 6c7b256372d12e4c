# What is wrong: create_server does four steps at once; its socket is bound and listens already.
import socket


def create_tcp_socket():
    return socket.create_server(("127.0.0.1", 0))
