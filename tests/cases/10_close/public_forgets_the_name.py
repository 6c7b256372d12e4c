import socket


def close_conversation(conn: socket.socket) -> None:
    del conn


def close_server(server: socket.socket) -> None:
    server.close()
