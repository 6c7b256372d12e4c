# What is wrong: it goes on to listen and accept itself, and so takes the caller's client away.
import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    server.bind((host, port))
    server.listen(128)
    client, address = server.accept()
    print("client:", address)
