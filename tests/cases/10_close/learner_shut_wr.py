import socket


def close_conversation(conn: socket.socket) -> None:
    conn.shutdown(socket.SHUT_WR)


def close_server(server: socket.socket) -> None:
    server.close()
