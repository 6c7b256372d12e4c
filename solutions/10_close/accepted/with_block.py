import socket


def close_conversation(conn: socket.socket) -> None:
    with conn:
        pass  # leaving the block closes it


def close_server(server: socket.socket) -> None:
    with server:
        pass
