import socket


def bind_server(server: socket.socket, host: str, port: int) -> None:
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody may share this address
        server.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    server.bind((host, port))
