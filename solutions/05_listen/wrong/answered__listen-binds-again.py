# What is wrong: it binds a socket that is bound already.
import socket


def start_listening(server, backlog):
    server.bind(("127.0.0.1", 8989))
    server.listen(backlog)
