import socket


def connect_to(client: socket.socket, host: str, port: int) -> None:
    infos = socket.getaddrinfo(host, port, client.family, client.type)
    family, kind, proto, canonname, sockaddr = infos[0]
    client.connect(sockaddr)
