# What is wrong: "" means every address of this machine; the host that was given is not used.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind(("", port))
