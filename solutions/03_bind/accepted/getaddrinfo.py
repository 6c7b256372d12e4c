import socket


def bind_server(server, host, port):
    infos = socket.getaddrinfo(host, port, server.family, server.type)
    address = infos[0][4]
    server.bind(address)
