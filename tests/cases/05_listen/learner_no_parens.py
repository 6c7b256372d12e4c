import socket

HOST = "127.0.0.1"
PORT = 8905


def start_listening(server: socket.socket, backlog: int) -> None:
    server.listen
