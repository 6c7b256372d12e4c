from socket import SO_KEEPALIVE, SO_REUSEADDR, SOL_SOCKET, socket

OPTIONS = {SO_REUSEADDR: 1, SO_KEEPALIVE: 0}


def allow_restart(server: socket) -> None:
    for option, value in OPTIONS.items():
        server.setsockopt(SOL_SOCKET, option, value)
