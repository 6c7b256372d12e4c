import socket

HOST = "127.0.0.1"
PORT = 8906


def accept_client(server: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
    _, address = server.accept()
    return (server, address)
