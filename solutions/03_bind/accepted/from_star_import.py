from socket import *


def bind_server(server: socket, host: str, port: int):
    server.bind(tuple([str(host), int(port)]))
    return
