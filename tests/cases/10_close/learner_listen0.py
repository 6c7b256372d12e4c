import socket


def close_conversation(conn: socket.socket) -> None:
    conn.close()


def close_server(server: socket.socket) -> None:
    server.listen(0)
