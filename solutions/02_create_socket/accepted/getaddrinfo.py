import socket


def create_tcp_socket():
    info = socket.getaddrinfo("127.0.0.1", None, type=socket.SOCK_STREAM)
    family, kind, proto, _name, _address = info[0]
    return socket.socket(family, kind, proto)
