import socket


def close_conversation(conn: socket.socket) -> None:
    try:
        conn.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        conn.close()


def close_server(server: socket.socket) -> None:
    server.close()
