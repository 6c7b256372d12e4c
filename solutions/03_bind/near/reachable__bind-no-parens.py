# What is wrong: bind is handed on and never reached; not bind-no-parens, because naming it is right there.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    steps = {"bind": server.bind}
    if host == "localhost":
        steps["bind"]((host, port))
