# What is wrong: 0.0.0.0 is every address of this machine; the host that was given is not used.
import socket

HOST = "0.0.0.0"


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((HOST, port))
