# What is wrong: listening comes after binding; listen on an unbound socket binds it to any port.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.listen(128)
    server.bind((host, port))
