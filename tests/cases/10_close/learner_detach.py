import socket


def close_conversation(conn: socket.socket) -> None:
    conn.detach()


def close_server(server: socket.socket) -> None:
    server.close()
