from socket import socket


def accept_client(server: socket) -> tuple:
    return socket.accept(server)
