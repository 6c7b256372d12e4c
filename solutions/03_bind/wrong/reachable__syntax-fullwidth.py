# What is wrong: the comma and the parentheses were typed with a Chinese keyboard (full width).
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind（（host，port））
