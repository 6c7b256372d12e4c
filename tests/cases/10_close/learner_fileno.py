import socket


def close_conversation(conn: socket.socket) -> None:
    socket.close(conn.fileno())


def close_server(server: socket.socket) -> None:
    server.close()
