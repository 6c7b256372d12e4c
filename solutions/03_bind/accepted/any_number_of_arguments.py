import socket


def bind_server(server: socket.socket, *address: str | int) -> None:
    server.bind(address)
