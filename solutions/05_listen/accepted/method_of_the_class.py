from socket import socket


def start_listening(server: socket, backlog: int) -> None:
    return socket.listen(server, backlog)
