import socket


def close_conversation(conn: socket.socket) -> None:
    conn.close()


def close_server(server: socket.socket) -> None:
    try:
        while True:
            conn, a = server.accept()
            conn.close()
    except OSError:
        pass
    server.close()
