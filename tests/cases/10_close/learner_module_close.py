import socket


def close_conversation(conn: socket.socket) -> None:
    socket.close(conn)


def close_server(server: socket.socket) -> None:
    socket.close(server)
