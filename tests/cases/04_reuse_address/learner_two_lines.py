import socket
import socketserver

HOST = "127.0.0.1"
PORT = 8904


def allow_restart(server: socket.socket) -> None:
    opt = socket.SO_REUSEADDR
    if server.getsockopt(socket.SOL_SOCKET, opt) == 1:
        server.setsockopt(socket.SOL_SOCKET, opt, 1)
