# What is wrong: neither function does anything.
import socket


def close_conversation(conn: socket.socket) -> None:
    pass


def close_server(server: socket.socket) -> None:
    pass
