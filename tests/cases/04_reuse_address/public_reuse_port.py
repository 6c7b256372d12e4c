import socket
import socketserver

HOST = "127.0.0.1"
PORT = 8904


def allow_restart(server: socket.socket) -> None:
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
