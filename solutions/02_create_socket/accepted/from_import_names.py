from socket import AF_INET, IPPROTO_TCP, SOCK_STREAM, socket


def create_tcp_socket() -> socket:
    return socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)
