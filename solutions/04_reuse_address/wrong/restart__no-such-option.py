# What is wrong: an option is set that does not exist.
import socket


def allow_restart(server: socket.socket) -> None:
    server.setsockopt(socket.SOL_SOCKET, 999, 1)
