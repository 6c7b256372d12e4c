import socket


def close_conversation(conn: socket.socket) -> None:
    with conn:
        pass


def close_server(server: socket.socket) -> None:
    with server:
        pass
