# What is wrong: a name is imported that the module does not have.
import socket
from socket import bind_server_socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))
