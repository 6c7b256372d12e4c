import socket

ON = 64


def allow_restart(server: socket.socket) -> None:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, ON)
    print("restart allowed")
